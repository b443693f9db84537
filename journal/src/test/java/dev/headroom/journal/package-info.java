@NullMarked
package dev.headroom.journal;

import org.jspecify.annotations.NullMarked;
