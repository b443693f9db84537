@NullMarked
package dev.headroom.engine;

import org.jspecify.annotations.NullMarked;
