/** The peers' documented examples as decision tables. */
@NullMarked
package dev.headroom.simulator.baseline;

import org.jspecify.annotations.NullMarked;
