package dev.headroom.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Who a request comes from: the peer of the connection, or, when that is a trusted proxy, the last address of
 * X-Forwarded-For that is no trusted proxy. What stands before it may be made up, and is not looked at.
 */
final class ClientAddress {

    private static final int MOST_HOPS = 32;

    private final Networks trusted;

    ClientAddress(Networks trusted) {
        this.trusted = trusted;
    }

    /** Whether what the peer says of others is believed. */
    boolean isTrusted(String peer) {
        return !trusted.isEmpty() && trusted.hold(Networks.literal(peer));
    }

    /**
     * The address as text, in one form for each.
     *
     * @param peer address of the other end of the connection
     * @param forwarded the values of X-Forwarded-For, in order
     */
    String of(String peer, List<String> forwarded) {
        if (forwarded.isEmpty() || !isTrusted(peer)) {
            return peer.indexOf(':') < 0 ? peer : canonical(peer, peer);
        }
        String last = canonical(peer, peer);
        String[] hops = String.join(",", forwarded).split(",", -1);
        int least = Math.max(0, hops.length - MOST_HOPS);
        for (int i = hops.length - 1; i >= least; i--) {
            byte[] address = Networks.literal(hops[i].strip());
            if (address == null) {
                return last; // not an address: whoever wrote it is the last one known
            }
            last = canonical(hops[i].strip(), last);
            if (!trusted.hold(address)) {
                return last;
            }
        }
        return last;
    }

    private static String canonical(String text, String otherwise) {
        byte[] address = Networks.literal(text);
        if (address == null) {
            return otherwise;
        }
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            return otherwise;
        }
    }
}
