@NullMarked
package dev.headroom.simulator.optimum;

import org.jspecify.annotations.NullMarked;
