@NullMarked
package dev.headroom.examples.sessions;

import org.jspecify.annotations.NullMarked;
