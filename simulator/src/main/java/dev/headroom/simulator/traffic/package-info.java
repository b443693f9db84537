/**
 * Traffic made rather than recorded: shapes that add and multiply, laws of arrival, lengths in tokens, and more weeks like
 * those of a trace. Seeded; the same seed gives the same numbers on every machine.
 */
@NullMarked
package dev.headroom.simulator.traffic;

import org.jspecify.annotations.NullMarked;
