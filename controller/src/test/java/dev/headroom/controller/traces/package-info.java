@NullMarked
package dev.headroom.controller.traces;

import org.jspecify.annotations.NullMarked;
