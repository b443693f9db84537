@org.jspecify.annotations.NullMarked
package dev.headroom.controller.whatif;
