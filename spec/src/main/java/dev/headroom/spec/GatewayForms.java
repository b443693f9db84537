package dev.headroom.spec;

import java.util.regex.Pattern;

/** Texts of the gateway: addresses, networks, paths, names of headers. */
final class GatewayForms {

    private GatewayForms() {}

    private static final Pattern HOST_PORT =
            Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}\\]|[A-Za-z0-9][A-Za-z0-9.-]{0,252}):([0-9]{1,5})");
    private static final Pattern CIDR = Pattern.compile("([0-9.]{7,15}|[0-9A-Fa-f:.]{2,45})/([0-9]{1,3})");

    static final Scalar<String> ADDRESS = new Checked("address", "a host and port", "127.0.0.1:8080") {
        @Override
        boolean fits(String text) {
            var m = HOST_PORT.matcher(text);
            return m.matches() && Integer.parseInt(m.group(2)) <= 65535;
        }
    };

    static final Scalar<String> SERVER = new Checked("server", "the address of a server", "http://127.0.0.1:9001") {
        @Override
        boolean fits(String text) {
            return text.startsWith("http://")
                    && HOST_PORT.matcher(text.substring(7)).matches();
        }
    };

    static final Scalar<String> NETWORK = new Checked("network", "a network", "10.0.0.0/8 or 2001:db8::/32") {
        @Override
        boolean fits(String text) {
            var m = CIDR.matcher(text);
            if (!m.matches()) {
                return false;
            }
            int bits = Integer.parseInt(m.group(2));
            return text.indexOf(':') >= 0 ? bits <= 128 : bits <= 32 && isDotted(m.group(1));
        }
    };

    static final Scalar<String> PATH = new Checked("path", "a path", "/v1/chat") {
        @Override
        boolean fits(String text) {
            return text.matches("/[A-Za-z0-9._~!$&'()*+,;=:@/-]{0,500}")
                    && !text.contains("//")
                    && !text.contains("/..");
        }
    };

    static final Scalar<String> HEADER = new Checked("header", "the name of a header", "X-Api-Key") {
        @Override
        boolean fits(String text) {
            return text.matches("[A-Za-z0-9-]{1,64}");
        }
    };

    private static boolean isDotted(String text) {
        return text.matches("((25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.|$)){4}");
    }

    /** A text of a certain shape. */
    private abstract static class Checked extends Values.TextForm {
        Checked(String kind, String noun, String example) {
            super(kind, noun, example);
        }

        abstract boolean fits(String text);

        @Override
        String parse(String text) throws Unfit {
            if (!fits(text)) {
                throw new Unfit("'" + text + "' is not " + noun(), "write it like " + example());
            }
            return text;
        }
    }
}
