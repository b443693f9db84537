/** Notices by e-mail. */
@NullMarked
package dev.headroom.connectors.mail;

import org.jspecify.annotations.NullMarked;
