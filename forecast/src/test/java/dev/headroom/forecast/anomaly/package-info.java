@NullMarked
package dev.headroom.forecast.anomaly;

import org.jspecify.annotations.NullMarked;
