/** The runtime of a queue-fed service: a user writes stages and a sink, the runtime does the rest. */
@NullMarked
package dev.headroom.worker;

import org.jspecify.annotations.NullMarked;
