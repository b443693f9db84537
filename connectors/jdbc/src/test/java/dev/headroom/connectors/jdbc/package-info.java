@NullMarked
package dev.headroom.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
