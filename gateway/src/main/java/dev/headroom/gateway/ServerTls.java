package dev.headroom.gateway;

import io.helidon.common.configurable.Resource;
import io.helidon.common.pki.Keys;
import io.helidon.webserver.WebServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;

/** The certificate of an HTTP server, from PEM files. */
public final class ServerTls {

    private ServerTls() {}

    /**
     * Lets a server speak TLS.
     *
     * @param certificate file of the certificate and those that it is signed by
     * @param key file of its private key, PKCS #8, without a password
     * @throws IllegalArgumentException when they cannot be used, with the reason
     */
    public static void set(WebServerConfig.Builder config, Path certificate, Path key) {
        try {
            Keys keys = Keys.builder()
                    .pem(p -> p.certChain(readable(certificate)).key(readable(key)))
                    .build();
            config.tls(t -> t.privateKey(keys).privateKeyCertChain(keys));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "cannot use the certificate " + certificate + " with the key " + key + ": " + e.getMessage(), e);
        }
    }

    private static Resource readable(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("there is no file " + file + " that can be read");
        }
        return Resource.create(file);
    }
}
