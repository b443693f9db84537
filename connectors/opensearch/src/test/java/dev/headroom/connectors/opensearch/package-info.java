@NullMarked
package dev.headroom.connectors.opensearch;

import org.jspecify.annotations.NullMarked;
