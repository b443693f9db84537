@NullMarked
package dev.headroom.simulator.league;

import org.jspecify.annotations.NullMarked;
