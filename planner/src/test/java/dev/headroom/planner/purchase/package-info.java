@NullMarked
package dev.headroom.planner.purchase;

import org.jspecify.annotations.NullMarked;
