@NullMarked
package dev.headroom.simulator;

import org.jspecify.annotations.NullMarked;
