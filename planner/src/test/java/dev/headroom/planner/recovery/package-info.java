@NullMarked
package dev.headroom.planner.recovery;

import org.jspecify.annotations.NullMarked;
