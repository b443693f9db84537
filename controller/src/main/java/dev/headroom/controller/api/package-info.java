/**
 * The controller over HTTP: a REST interface, events as they happen, and the web page that uses both. It knows the controller
 * by {@link dev.headroom.controller.Console} alone.
 *
 * <p>{@link dev.headroom.controller.api.ApiServer} starts it. All routes stand in one table, {@link
 * dev.headroom.controller.api.Routes}, from which they are served, described (OpenAPI) and documented.
 */
@NullMarked
package dev.headroom.controller.api;

import org.jspecify.annotations.NullMarked;
