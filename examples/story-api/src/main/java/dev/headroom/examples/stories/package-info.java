/** A small story service behind the gateway, driven through what its protections are for. */
@NullMarked
package dev.headroom.examples.stories;

import org.jspecify.annotations.NullMarked;
