/** Journal, states, leases and documents in SQLite (one machine) or PostgreSQL (several controllers). */
@NullMarked
package dev.headroom.connectors.jdbc;

import org.jspecify.annotations.NullMarked;
