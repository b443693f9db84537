@NullMarked
package dev.headroom.connectors.process;

import org.jspecify.annotations.NullMarked;
