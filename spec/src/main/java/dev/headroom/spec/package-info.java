/** {@code headroom.yaml} to model and back: validation with places, JSON Schema, expressions, recurrences. */
@NullMarked
package dev.headroom.spec;

import org.jspecify.annotations.NullMarked;
