package dev.headroom.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Hot keys are found, cold ones are not taken for hot, and what was hot cools. */
class HotKeysTest {

    @Test
    void findsTheFewAmongMany() {
        HotKeys keys = new HotKeys(64, 0.05, 1_000_000);
        SplittableRandom random = new SplittableRandom(7);
        Set<String> hot = new TreeSet<>();
        for (int i = 0; i < 50_000; i++) {
            // two keys with 20 % and 10 %, the rest over 10000
            double u = random.nextDouble();
            String key = u < 0.2 ? "first" : u < 0.3 ? "second" : "k" + random.nextInt(10_000);
            if (keys.ask(key) && i > 1000) {
                hot.add(key);
            }
        }
        assertThat(hot).containsExactly("first", "second");
    }

    @Test
    void cools() {
        HotKeys keys = new HotKeys(8, 0.5, 100);
        for (int i = 0; i < 60; i++) {
            keys.ask("a");
        }
        assertThat(keys.ask("a")).isTrue();
        for (int i = 0; i < 400; i++) {
            keys.ask("b");
        }
        assertThat(keys.ask("a")).isFalse();
        assertThat(keys.ask("b")).isTrue();
    }
}
