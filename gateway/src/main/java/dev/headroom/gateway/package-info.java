/** The HTTP front: requests are checked, limited, admitted and forwarded to one of several servers, and streamed both ways. */
@NullMarked
package dev.headroom.gateway;

import org.jspecify.annotations.NullMarked;
