/**
 * Signals, targets and notices over HTTP, samples that are pushed, and programs: what needs no system of its own. The exchange
 * with a server that the other connectors share is here too.
 */
@NullMarked
package dev.headroom.connectors.http;

import org.jspecify.annotations.NullMarked;
