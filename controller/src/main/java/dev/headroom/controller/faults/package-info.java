/**
 * Whole controllers on virtual time, in a world that drops, delays, repeats, reorders, lies, meddles and kills, all from a seed;
 * and what must hold whatever happens.
 */
@NullMarked
package dev.headroom.controller.faults;

import org.jspecify.annotations.NullMarked;
