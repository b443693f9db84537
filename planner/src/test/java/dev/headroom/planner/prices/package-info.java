@NullMarked
package dev.headroom.planner.prices;

import org.jspecify.annotations.NullMarked;
