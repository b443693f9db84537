@NullMarked
package dev.headroom.forecast.history;

import org.jspecify.annotations.NullMarked;
