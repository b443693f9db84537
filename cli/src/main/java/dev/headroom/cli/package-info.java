/** The {@code headroom} command: one class a command, and the place where the parts are put together. */
@NullMarked
package dev.headroom.cli;

import org.jspecify.annotations.NullMarked;
