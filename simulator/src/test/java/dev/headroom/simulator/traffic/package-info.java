@NullMarked
package dev.headroom.simulator.traffic;

import org.jspecify.annotations.NullMarked;
