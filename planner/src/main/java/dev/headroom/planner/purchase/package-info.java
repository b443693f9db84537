/** Which instances to buy and how: choice of instance, commitments, on demand and spot. */
@NullMarked
package dev.headroom.planner.purchase;

import org.jspecify.annotations.NullMarked;
