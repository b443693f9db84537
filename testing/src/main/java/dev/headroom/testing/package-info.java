/** Fakes for the engine's ports, manual time, and a contract test for every port that each adapter must pass. */
@NullMarked
package dev.headroom.testing;

import org.jspecify.annotations.NullMarked;
