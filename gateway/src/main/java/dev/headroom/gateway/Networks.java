package dev.headroom.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Networks in CIDR notation, IPv4 and IPv6. */
final class Networks {

    private record Network(byte[] address, int bits) {
        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != other[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            int mask = rest == 0 ? 0 : 0xff << (8 - rest) & 0xff;
            return rest == 0 || (address[whole] & mask) == (other[whole] & mask);
        }
    }

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final List<Network> networks = new ArrayList<>();

    /**
     * Networks.
     *
     * @param written such as 10.0.0.0/8
     * @throws IllegalArgumentException when one is none
     */
    Networks(List<String> written) {
        for (String each : written) {
            int slash = each.indexOf('/');
            byte[] address = slash < 0 ? null : literal(each.substring(0, slash));
            int bits = slash < 0 ? -1 : Integer.parseInt(each.substring(slash + 1));
            if (address == null || bits < 0 || bits > 8 * address.length) {
                throw new IllegalArgumentException("'" + each + "' is not a network; write it like 10.0.0.0/8");
            }
            networks.add(new Network(address, bits));
        }
    }

    /** The bytes of an address that is written in digits; null when it is a name or nothing. Nothing is ever looked up. */
    static byte @Nullable [] literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (bare.length() > 45 || !DIGITS.matcher(bare).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(bare).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    boolean hold(byte @Nullable [] address) {
        if (address != null) {
            for (Network n : networks) {
                if (n.holds(address)) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }
}
