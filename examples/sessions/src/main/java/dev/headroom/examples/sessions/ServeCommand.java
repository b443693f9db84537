package dev.headroom.examples.sessions;

import dev.headroom.connectors.redis.Redis;
import dev.headroom.connectors.redis.RedisSessions;
import dev.headroom.connectors.redis.RedisSettings;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One instance of the service, until it is stopped. */
@Command(
        name = "serve",
        description = "Runs one instance of the service until it is stopped.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./headroom example sessions serve --name a --port 9001 --redis 127.0.0.1:6379",
            "  curl -i -X PUT 'http://127.0.0.1:9001/cart?item=tea'"
        })
final class ServeCommand implements Callable<Integer> {

    @Option(
            names = "--name",
            defaultValue = "instance",
            description = "What it calls itself. Default: ${DEFAULT-VALUE}.")
    private String name = "";

    @Option(
            names = "--port",
            defaultValue = "${env:PORT:-9001}",
            description = "Where it listens on 127.0.0.1; the variable PORT, or 9001, by default.")
    private int port;

    @Option(
            names = "--redis",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:6379",
            description = "Where sessions are. Default: ${DEFAULT-VALUE}.")
    private String server = "";

    @Override
    public Integer call() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
        try (Redis redis = Redis.open(RedisSettings.server(server).within(Duration.ofSeconds(10)));
                Carts carts = new Carts(name, port, redis, new RedisSessions(redis, "carts", Duration.ofMinutes(30)))) {
            System.out.println("instance " + name + " listens on 127.0.0.1:" + carts.port());
            stopped.await();
        }
        return 0;
    }
}
