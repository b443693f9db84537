/** Deterministic simulation: a world model in which the engine, or a baseline, scales a workload under a recorded demand. */
@NullMarked
package dev.headroom.simulator;

import org.jspecify.annotations.NullMarked;
