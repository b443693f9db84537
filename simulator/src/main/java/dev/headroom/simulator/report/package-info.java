/** The report of a simulation: one HTML file that needs nothing else, neither to be opened nor to be understood. */
@NullMarked
package dev.headroom.simulator.report;

import org.jspecify.annotations.NullMarked;
