@NullMarked
package dev.headroom.controller.faults;

import org.jspecify.annotations.NullMarked;
