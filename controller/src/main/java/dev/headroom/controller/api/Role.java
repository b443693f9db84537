package dev.headroom.controller.api;

/** What a token allows; each role allows what those before it do. */
public enum Role {
    /** To look. */
    VIEWER,
    /** To give and lift orders, and to ask what another policy would have done. */
    OPERATOR,
    /** To put another spec in force. */
    ADMIN;

    /** Whether this role allows what another one does. */
    boolean covers(Role other) {
        return compareTo(other) >= 0;
    }
}
