/** An example: a service of stateless instances behind the gateway, with its sessions in Redis. */
@NullMarked
package dev.headroom.examples.sessions;

import org.jspecify.annotations.NullMarked;
