/** Values the engine works on: signals, observations, fleets, forecasts, reasons. Immutable, and free of I/O and clocks. */
@NullMarked
package dev.headroom.engine.model;

import org.jspecify.annotations.NullMarked;
