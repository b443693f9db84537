/** The controller's own metrics, as Prometheus reads them. */
@NullMarked
package dev.headroom.controller.metrics;

import org.jspecify.annotations.NullMarked;
