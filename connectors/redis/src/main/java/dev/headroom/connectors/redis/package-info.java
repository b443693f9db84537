/** Limits and caches that several processes share in Redis, alone or as a cluster. */
@NullMarked
package dev.headroom.connectors.redis;

import org.jspecify.annotations.NullMarked;
