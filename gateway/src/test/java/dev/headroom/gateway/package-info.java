@NullMarked
package dev.headroom.gateway;

import org.jspecify.annotations.NullMarked;
