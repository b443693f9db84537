@NullMarked
package dev.headroom.planner.quantity;

import org.jspecify.annotations.NullMarked;
