@NullMarked
package dev.headroom.engine.model;

import org.jspecify.annotations.NullMarked;
