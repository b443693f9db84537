/** The control loop and the four ports through which it meets the world. */
@NullMarked
package dev.headroom.engine.loop;

import org.jspecify.annotations.NullMarked;
