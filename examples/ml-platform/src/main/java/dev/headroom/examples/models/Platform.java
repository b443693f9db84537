package dev.headroom.examples.models;

import dev.headroom.gateway.Gateway;
import dev.headroom.guard.GuardClock;
import dev.headroom.guard.LocalLimits;
import dev.headroom.spec.GatewaySpec;
import dev.headroom.spec.Loaded;
import dev.headroom.spec.Spec;
import dev.headroom.spec.SpecReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The servers of the platform and the gateway of its spec, on free ports in place of those of the spec. */
final class Platform implements AutoCloseable {

    private static final int FIRST_PORT = 8280;
    private static final int PORTS = 8;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final GatewaySpec spec;

    final FeatureStore store;
    final List<FeatureServer> features;
    final List<ModelServer> models;
    final LlmServer llm;

    /** Starts all of it. */
    Platform(Path file) throws IOException {
        List<Integer> ports = free();
        this.spec = spec(file, ports);
        URI gateway = URI.create("http://" + spec.listen() + "/");
        this.store = opened(new FeatureStore(ports.get(7)));
        this.features = List.of(
                opened(new FeatureServer(ports.get(2), store.address())),
                opened(new FeatureServer(ports.get(3), store.address())));
        this.models =
                List.of(opened(new ModelServer(ports.get(4), gateway)), opened(new ModelServer(ports.get(5), gateway)));
        this.llm = opened(new LlmServer(ports.get(6)));
        opened(new Gateway(
                        spec,
                        ZoneId.of("UTC"),
                        Path.of("."),
                        new LocalLimits(GuardClock.SYSTEM, 1000),
                        GuardClock.SYSTEM,
                        () -> ThreadLocalRandom.current().nextDouble(),
                        text -> System.out.println("          " + text)))
                .start();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    /** Where callers ask. */
    URI address() {
        return URI.create("http://" + spec.listen() + "/");
    }

    /** Where it tells of itself. */
    URI admin() {
        return URI.create("http://" + spec.admin() + "/");
    }

    private static GatewaySpec spec(Path file, List<Integer> ports) throws IOException {
        String text = Files.readString(file);
        for (int i = 0; i < PORTS; i++) {
            text = text.replace("127.0.0.1:" + (FIRST_PORT + i), "127.0.0.1:" + ports.get(i));
        }
        Loaded loaded = SpecReader.read(file.toString(), text);
        Spec spec = loaded.spec();
        GatewaySpec gateway = spec == null ? null : spec.gateway();
        if (gateway == null) {
            throw new IllegalArgumentException(file + " has no gateway that can be used: " + loaded.problems());
        }
        return gateway;
    }

    private static List<Integer> free() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < PORTS; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket s : sockets) {
                s.close();
            }
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : open.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("cannot end " + each, e);
            }
        }
    }
}
