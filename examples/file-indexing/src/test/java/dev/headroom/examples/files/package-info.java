@NullMarked
package dev.headroom.examples.files;

import org.jspecify.annotations.NullMarked;
