/** The decision engine: a workload, its state, and the pure function that decides. */
@NullMarked
package dev.headroom.engine;

import org.jspecify.annotations.NullMarked;
