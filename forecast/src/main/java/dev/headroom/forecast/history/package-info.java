/** Recorded traffic as a regular series: reading it, and saying what was mended on the way. Reads streams, never files. */
@NullMarked
package dev.headroom.forecast.history;

import org.jspecify.annotations.NullMarked;
