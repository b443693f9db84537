/** Plans: how much of everything a demand needs, and the derivation of every number. */
@NullMarked
package dev.headroom.planner;

import org.jspecify.annotations.NullMarked;
