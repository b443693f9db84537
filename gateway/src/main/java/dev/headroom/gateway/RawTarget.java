package dev.headroom.gateway;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;

/**
 * A request target, path and query, that is passed on as it came. What the client library makes of a target by itself is
 * another one: it takes the query apart, decodes it, and drops what follows a semicolon.
 */
record RawTarget(String path) implements UriPath {

    @Override
    public String rawPath() {
        return path;
    }

    @Override
    public String rawPathNoParams() {
        return path;
    }

    @Override
    public Parameters matrixParameters() {
        return Parameters.empty("path");
    }

    @Override
    public UriPath absolute() {
        return this;
    }

    @Override
    public void validate() {
        // RequestChecks has
    }
}
