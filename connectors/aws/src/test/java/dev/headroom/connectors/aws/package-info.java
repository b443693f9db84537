@NullMarked
package dev.headroom.connectors.aws;

import org.jspecify.annotations.NullMarked;
