/** Traces of what a controller does, for OpenTelemetry. */
@NullMarked
package dev.headroom.controller.traces;

import org.jspecify.annotations.NullMarked;
