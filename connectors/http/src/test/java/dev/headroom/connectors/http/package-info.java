@NullMarked
package dev.headroom.connectors.http;

import org.jspecify.annotations.NullMarked;
