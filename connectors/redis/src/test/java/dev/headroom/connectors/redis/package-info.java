@NullMarked
package dev.headroom.connectors.redis;

import org.jspecify.annotations.NullMarked;
