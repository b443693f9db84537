@NullMarked
package dev.headroom.guard;

import org.jspecify.annotations.NullMarked;
