@NullMarked
package dev.headroom.forecast;

import org.jspecify.annotations.NullMarked;
