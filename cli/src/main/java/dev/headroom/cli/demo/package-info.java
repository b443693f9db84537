/** What the live demonstration scales: a small service, and people who use it. */
@NullMarked
package dev.headroom.cli.demo;

import org.jspecify.annotations.NullMarked;
