/** An example: feature serving and inference behind the gateway, driven through what its protections are for. */
@NullMarked
package dev.headroom.examples.models;

import org.jspecify.annotations.NullMarked;
