package dev.headroom.connectors.http;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * An address taken apart into its server and what is asked of it.
 *
 * @param server scheme, host and port
 * @param path what follows, a query included; may be empty
 */
public record Address(URI server, String path) {

    /**
     * Takes an address apart.
     *
     * @throws IllegalArgumentException if it is no http or https address, or holds a user or a fragment; the message does not
     *     hold the address, which may be secret
     */
    public static Address of(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is no address; write it like http://host:8080/stats", e);
        }
        String scheme = uri.getScheme();
        if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) || uri.getHost() == null) {
            throw new IllegalArgumentException("the address must be like http://host:8080/stats");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the address must not hold a user or password; give them apart from it");
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("the address must end before '#'");
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Address(URI.create(scheme + "://" + uri.getRawAuthority()), path + query);
    }
}
