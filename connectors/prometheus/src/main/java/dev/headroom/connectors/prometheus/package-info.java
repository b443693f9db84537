/** Signals and histories from Prometheus, or anything that speaks its query API, over HTTP. */
@NullMarked
package dev.headroom.connectors.prometheus;

import org.jspecify.annotations.NullMarked;
