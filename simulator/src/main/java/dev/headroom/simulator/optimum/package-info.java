/** The clairvoyant optimum: the least cost any policy could have had on a trace, and a plan that comes close to it. */
@NullMarked
package dev.headroom.simulator.optimum;

import org.jspecify.annotations.NullMarked;
