@NullMarked
package dev.headroom.interop;

import org.jspecify.annotations.NullMarked;
