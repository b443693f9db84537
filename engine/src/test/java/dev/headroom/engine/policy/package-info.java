@NullMarked
package dev.headroom.engine.policy;

import org.jspecify.annotations.NullMarked;
