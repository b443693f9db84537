/** Online anomaly detection, sample by sample, and Numenta's score for it. */
@NullMarked
package dev.headroom.forecast.anomaly;

import org.jspecify.annotations.NullMarked;
