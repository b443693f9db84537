package dev.headroom.spec;

import dev.headroom.spec.GatewaySpec.Tls;

/** The certificate that requests are taken with. */
final class GatewayTlsTable extends Table<Tls> {

    private final Key<Tls, String> certificate =
            required("certificate", Values.TEXT, "File of the certificate chain, PEM.", Tls::certificate);
    private final Key<Tls, String> key =
            required("key", Values.TEXT, "File of its private key, PEM (PKCS #8), without a password.", Tls::key);

    GatewayTlsTable() {
        super("gateway-tls", "The certificate that requests are taken with; HTTP/2 and HTTP/1.1 by ALPN.");
    }

    @Override
    Tls build(Fields f) {
        return new Tls(f.get(certificate), f.get(key));
    }
}
