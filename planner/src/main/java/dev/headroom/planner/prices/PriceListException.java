package dev.headroom.planner.prices;

/** A price list cannot be used; the message says where and why. */
public final class PriceListException extends Exception {
    private static final long serialVersionUID = 1L;

    PriceListException(String message) {
        super(message);
    }
}
