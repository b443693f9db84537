/** The league table: every policy on every trace, in worlds that are stated. */
@NullMarked
package dev.headroom.simulator.league;

import org.jspecify.annotations.NullMarked;
