@NullMarked
package dev.headroom.connectors.prometheus;

import org.jspecify.annotations.NullMarked;
