/** The values of the engine as JSON, and the replay of recorded decisions through it. */
@NullMarked
package dev.headroom.journal;

import org.jspecify.annotations.NullMarked;
