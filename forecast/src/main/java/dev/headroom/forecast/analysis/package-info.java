/** What recorded traffic is like: profile, events, level, tokens, and what to do about it. */
@NullMarked
package dev.headroom.forecast.analysis;

import org.jspecify.annotations.NullMarked;
