/** Typed quantities: exact amounts in units, and the graph of named quantities that a plan is made of. */
@NullMarked
package dev.headroom.planner.quantity;

import org.jspecify.annotations.NullMarked;
