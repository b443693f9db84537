/** Writes what a spec says in the terms of other systems, and reads theirs into specs. Pure: texts in, texts out. */
@NullMarked
package dev.headroom.interop;

import org.jspecify.annotations.NullMarked;
