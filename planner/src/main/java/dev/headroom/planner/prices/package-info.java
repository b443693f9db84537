/** Prices as data: what can be bought by the hour, and the reader of AWS price lists. */
@NullMarked
package dev.headroom.planner.prices;

import org.jspecify.annotations.NullMarked;
