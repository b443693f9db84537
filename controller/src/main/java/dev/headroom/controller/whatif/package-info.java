/** What another policy would have done on the demand that was recorded, by the simulator. */
@NullMarked
package dev.headroom.controller.whatif;

import org.jspecify.annotations.NullMarked;
