/** Local processes as replicas: a supervisor that starts, checks, drains and restarts them, and their metrics from /proc. */
@NullMarked
package dev.headroom.connectors.process;

import org.jspecify.annotations.NullMarked;
