/** Benchmarks of the product's hot paths. They run by hand, not in the build; results are in {@code bench/README.md}. */
@NullMarked
package dev.headroom.bench;

import org.jspecify.annotations.NullMarked;
