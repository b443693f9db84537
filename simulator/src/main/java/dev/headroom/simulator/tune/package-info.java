/** Searching the parameters of a policy for the cheapest that keep an objective. */
@NullMarked
package dev.headroom.simulator.tune;

import org.jspecify.annotations.NullMarked;
