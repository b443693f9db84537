package dev.headroom.controller.api;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the interface is served.
 *
 * @param address to listen on
 * @param port to listen on; 0 for any that is free
 * @param tokens who may do what; reading needs none on a loopback address
 * @param certificate file of the certificate chain in PEM; null to speak plain HTTP
 * @param key file of its private key in PEM; null to speak plain HTTP
 * @param folder where files are that the spec names; null for none
 * @param limits what clients may take
 */
public record ApiSettings(
        InetAddress address,
        int port,
        Tokens tokens,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path folder,
        Limits limits) {

    /** The port that is listened on and asked unless another one is named. */
    public static final int PORT = 8484;

    /**
     * What clients may take. The loops need none of it: they have threads and memory of their own.
     *
     * @param perSecond requests a second of one address
     * @param burst requests of one address at once
     * @param connections open connections
     * @param requests requests that are answered at the same time
     * @param listeners clients that listen to events
     * @param body bytes of a body
     * @param patience the longest time to take for a request's head, for its body, or for its answer once it is sent
     * @param silence the longest time in which a connection without a request stays open
     */
    public record Limits(
            double perSecond,
            double burst,
            int connections,
            int requests,
            int listeners,
            int body,
            Duration patience,
            Duration silence) {

        /** For people, pages and programs that mean well. */
        public static final Limits DEFAULT =
                new Limits(100, 400, 512, 256, 64, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    /** On the loopback address, for reading only. */
    public static ApiSettings local(int port) {
        return new ApiSettings(InetAddress.getLoopbackAddress(), port, Tokens.NONE, null, null, null, Limits.DEFAULT);
    }

    /** The same with tokens. */
    public ApiSettings with(Tokens those) {
        return new ApiSettings(address, port, those, certificate, key, folder, limits);
    }

    /** The same with other limits. */
    public ApiSettings with(Limits those) {
        return new ApiSettings(address, port, tokens, certificate, key, folder, those);
    }

    /** The same over TLS. */
    public ApiSettings withTls(Path chain, Path privateKey) {
        return new ApiSettings(address, port, tokens, chain, privateKey, folder, limits);
    }

    /** The same with the folder that the spec is in. */
    public ApiSettings beside(@Nullable Path spec) {
        return new ApiSettings(address, port, tokens, certificate, key, spec, limits);
    }

    /** The same on another address. */
    public ApiSettings on(InetAddress other) {
        return new ApiSettings(other, port, tokens, certificate, key, folder, limits);
    }
}
