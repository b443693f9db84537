@NullMarked
package dev.headroom.engine.guardrail;

import org.jspecify.annotations.NullMarked;
