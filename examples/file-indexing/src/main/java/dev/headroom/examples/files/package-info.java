/** Workers that read PDFs and scanned images into a full-text index, with everything they need on one machine. */
@NullMarked
package dev.headroom.examples.files;

import org.jspecify.annotations.NullMarked;
