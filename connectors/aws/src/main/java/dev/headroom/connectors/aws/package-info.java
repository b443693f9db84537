/** Amazon's services, and what speaks their protocols. */
@NullMarked
package dev.headroom.connectors.aws;

import org.jspecify.annotations.NullMarked;
