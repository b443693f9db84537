@NullMarked
package dev.headroom.simulator.report;

import org.jspecify.annotations.NullMarked;
