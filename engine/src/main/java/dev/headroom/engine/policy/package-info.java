/** Scaling policies: one sealed interface, a record and its evaluation per file. */
@NullMarked
package dev.headroom.engine.policy;

import org.jspecify.annotations.NullMarked;
