/** Guardrails: ordered limits between what policies want and what is applied. */
@NullMarked
package dev.headroom.engine.guardrail;

import org.jspecify.annotations.NullMarked;
