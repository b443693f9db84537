@NullMarked
package dev.headroom.simulator.tune;

import org.jspecify.annotations.NullMarked;
