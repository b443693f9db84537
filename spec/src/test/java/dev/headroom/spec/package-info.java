@NullMarked
package dev.headroom.spec;

import org.jspecify.annotations.NullMarked;
