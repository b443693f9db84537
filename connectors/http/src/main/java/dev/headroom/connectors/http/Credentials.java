package dev.headroom.connectors.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** How a client says who it is. Its text never holds the secret. */
public sealed interface Credentials {

    /** It does not. */
    record None() implements Credentials {
        /** The one value there is. */
        public static final None NONE = new None();
    }

    /**
     * By a token.
     *
     * @param token not blank
     */
    record Bearer(String token) implements Credentials {
        public Bearer {
            if (token.isBlank() || token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
                throw new IllegalArgumentException(
                        "the bearer token is empty or has spaces, line ends or other than ASCII characters in it");
            }
        }

        @Override
        public String toString() {
            return "bearer token";
        }
    }

    /**
     * By name and password.
     *
     * @param user not blank, without a colon
     */
    record Basic(String user, String password) implements Credentials {
        public Basic {
            if (user.isBlank() || user.indexOf(':') >= 0) {
                throw new IllegalArgumentException("the user '" + user + "' is empty or has a colon in it");
            }
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /** The value of the Authorization header; empty for {@link None}. */
    default String header() {
        return switch (this) {
            case None none -> "";
            case Bearer bearer -> "Bearer " + bearer.token();
            case Basic basic ->
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8));
        };
    }
}
