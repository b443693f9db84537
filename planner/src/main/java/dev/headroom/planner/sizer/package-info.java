/** Sizers: rules that say how much of a service a demand needs, each with its formula and source. */
@NullMarked
package dev.headroom.planner.sizer;

import org.jspecify.annotations.NullMarked;
