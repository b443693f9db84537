/**
 * The live process: observes, decides, acts, records and explains, for as many workloads as a spec has, until told to stop.
 */
@NullMarked
package dev.headroom.controller;

import org.jspecify.annotations.NullMarked;
