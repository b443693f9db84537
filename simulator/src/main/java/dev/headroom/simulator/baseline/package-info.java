/**
 * The peers as deciders: what Kubernetes, Knative, KEDA and AWS would have decided on the same demand, after their
 * published semantics and defaults. An instance serves one simulation: most remember what their originals remember.
 */
@NullMarked
package dev.headroom.simulator.baseline;

import org.jspecify.annotations.NullMarked;
