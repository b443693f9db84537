@NullMarked
package dev.headroom.controller;

import org.jspecify.annotations.NullMarked;
