package dev.headroom.examples.models;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** Where features are kept: eight numbers a user, always the same ones. It can be told to take its time. */
final class FeatureStore extends Service {

    /** Numbers of a user. */
    static final int FEATURES = 8;

    private volatile long millis;

    FeatureStore(int port) throws IOException {
        super(port);
    }

    /** How long an answer takes from now on. */
    void slow(long each) {
        millis = each;
    }

    @Override
    void answer(HttpExchange exchange) throws Exception {
        if (exchange.getRequestURI().getPath().equals("/health")) {
            send(exchange, 200, "well\n");
            return;
        }
        TimeUnit.MILLISECONDS.sleep(millis);
        Random random = new Random(user(exchange).hashCode());
        StringJoiner numbers = new StringJoiner(" ");
        for (int i = 0; i < FEATURES; i++) {
            numbers.add(String.format(Locale.ROOT, "%.4f", random.nextGaussian()));
        }
        send(exchange, 200, numbers + "\n");
    }
}
