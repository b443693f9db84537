@NullMarked
package dev.headroom.forecast.analysis;

import org.jspecify.annotations.NullMarked;
