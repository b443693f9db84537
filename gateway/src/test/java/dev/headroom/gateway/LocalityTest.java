package dev.headroom.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.headroom.spec.GatewaySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which zone and region requests go to, by tables. */
class LocalityTest {

    static final GatewaySpec.Near RULES = new GatewaySpec.Near(0.7, 0.5, 0.2, Duration.ofSeconds(30));

    private static final long SECOND = 1_000_000_000L;
    private static final GatewaySpec.Place HERE = new GatewaySpec.Place("tokyo", "a");

    /**
     * Steps: the share of servers that are well in percent, {@code +S} seconds later; after each, what is kept in percent. All
     * stay from 50 on, come back from 70 on, after 30 s.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // falls at once to what the well ones can carry, and is whole down to the threshold
                "100 50 49 28 0                | 100 100 70 40 0",
                // comes back only after the hold, and only from the threshold and the margin on
                "0 70 70+29 70+1               | 0 0 0 100",
                "0 69 69+30 69+30              | 0 0 99 99",
                "49 50+30 60+30 60+30          | 70 70 71 71",
                // the lowest of the hold counts, and what falls below ends it
                "0 100 35+10 100+20            | 0 0 0 50",
                "0 100 35+10 100+20 100 100+30 | 0 0 0 50 50 100",
                "28 100 14+29 100+1 100+30     | 40 40 20 20 100",
                // less than before at once, also while it rises
                "28 100+5 7+5 7+60             | 40 40 10 10",
                // whole again, the lower threshold holds again
                "40 70 70+30 50+1 49+1         | 57 57 100 100 70",
                // more than are needed
                "300 150                       | 100 100",
            })
    void theirPartIsKept(String steps, String kept) {
        Preference p = Preference.ALL;
        long now = -5 * SECOND;
        StringBuilder seen = new StringBuilder();
        for (String step : steps.strip().split(" +", -1)) {
            String[] parts = step.split("\\+", -1);
            now += parts.length > 1 ? Long.parseLong(parts[1]) * SECOND : 0;
            p = p.next(Integer.parseInt(parts[0]) / 100.0, 0.5, 0.2, 30 * SECOND, now);
            seen.append(Math.round(100 * p.kept())).append(' ');
        }
        assertThat(seen.toString().strip()).isEqualTo(kept.strip());
    }

    /**
     * Servers by place, {@code well/all}; the gateway is in zone a of tokyo. The shares in percent: of the own zone, of the other
     * zones, of osaka, of oregon.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the own zone, while it has enough
                "a 3/3  b 3/3  c 3/3               | 100   0   0   0",
                "a 3/4  b 4/4  c 4/4               | 100   0   0   0",
                "a 2/4  b 4/4  c 4/4               |  56  44   0   0",
                "a 0/3  b 3/3  c 3/3               |   0 100   0   0",
                // a zone that has less than its fair share gets less than all
                "a 1/1  b 5/5                      |  37  63   0   0",
                "a 9/9  b 1/1                      | 100   0   0   0",
                // another zone being ill is nothing to the own one
                "a 3/3  b 1/3  c 2/3               | 100   0   0   0",
                // no server in the own zone, or in others
                "b 3/3  c 3/3                      |   0 100   0   0",
                "a 3/3                             | 100   0   0   0",
                // another region gets nothing while half of the own one is well
                "a 3/3  b 3/3  osaka 4/4           | 100   0   0   0",
                "a 3/3  b 0/3  osaka 4/4           | 100   0   0   0",
                // then what the own one cannot carry
                "a 2/3  b 0/3  osaka 4/4           |  48   0  52   0",
                "a 0/3  b 0/3  osaka 4/4           |   0   0 100   0",
                // the next region takes what that one cannot
                "a 0/3  b 0/3  osaka 1/4  oregon 4/4 |  0  0  36  64",
                "a 0/3  b 0/3  osaka 0/4  oregon 4/4 |  0  0   0 100",
                // too few everywhere: as they are well
                "a 1/5  osaka 1/5                  |  58   0  42   0",
                // nobody is well: as if all were
                "a 0/3  b 0/3                      |  50  50   0   0",
                "a 0/3  osaka 0/3                  | 100   0   0   0",
                // nobody here at all
                "osaka 2/2                         |   0   0 100   0",
            })
    void requestsGo(String servers, String percent) {
        int[] to = Arrays.stream(percent.strip().split(" +", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        Ground g = new Ground(HERE);
        g.list(servers, 0);
        Map<String, Double> seen = g.draw(20_000, 0);
        assertThat(seen.getOrDefault("a", 0.0)).isCloseTo(to[0], within(1.5));
        assertThat(seen.getOrDefault("b", 0.0) + seen.getOrDefault("c", 0.0)).isCloseTo(to[1], within(1.5));
        assertThat(seen.getOrDefault("osaka", 0.0)).isCloseTo(to[2], within(1.5));
        assertThat(seen.getOrDefault("oregon", 0.0)).isCloseTo(to[3], within(1.5));
    }

    @Test
    void requestsComeBackAfterTheHold() {
        Ground g = new Ground(HERE);
        g.list("a 4/4  osaka 4/4", 0);
        assertThat(g.draw(1000, 0)).containsOnlyKeys("a");
        g.ill("a", 4, 0);
        g.replicas.look(SECOND);
        assertThat(g.draw(1000, SECOND)).containsOnlyKeys("osaka");
        g.well("a");
        g.replicas.look(2 * SECOND);
        assertThat(g.draw(1000, 31 * SECOND)).containsOnlyKeys("osaka");
        g.replicas.look(32 * SECOND);
        assertThat(g.draw(1000, 32 * SECOND)).containsOnlyKeys("a");
    }

    @Test
    void untilTheNextLookARequestGoesToWhoeverIsWell() {
        Ground g = new Ground(HERE);
        g.list("a 2/2  b 2/2  osaka 2/2", 0);
        g.ill("a", 2, 0);
        assertThat(g.draw(1000, 0)).containsOnlyKeys("b");
        g.ill("b", 2, 0);
        assertThat(g.draw(1000, 0)).containsOnlyKeys("osaka");
    }

    @Test
    void aRequestThatFailedGoesToAServerFurtherAway() {
        Ground g = new Ground(HERE);
        g.list("a 1/1  b 1/1  osaka 1/1", 0);
        Set<Replica> tried = new HashSet<>();
        StringBuilder way = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            Replica r = Objects.requireNonNull(g.replicas.pick(tried, 0));
            way.append(Ground.place(r)).append(' ');
            tried.add(r);
        }
        assertThat(way).hasToString("a b osaka ");
        assertThat(g.replicas.pick(tried, 0)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"-, -", "tokyo, -", "-, a"})
    void placesThatAreNotKnownAreAlike(String region, String zone) {
        Ground g = new Ground(
                region.equals("-") && zone.equals("-")
                        ? null
                        : new GatewaySpec.Place(region.equals("-") ? null : region, zone.equals("-") ? null : zone));
        g.list("a 2/2  b 2/2", 0);
        assertThat(g.draw(20_000, 0).getOrDefault("a", 0.0)).isCloseTo(zone.equals("a") ? 100 : 50, within(1.5));
    }

    /** Servers {@code PLACE:N}; zones are of tokyo. */
    private static final class Ground {
        private final SplittableRandom random = new SplittableRandom(7);
        private final Replicas replicas;

        Ground(GatewaySpec.@Nullable Place here) {
            replicas = new Replicas(Duration.ZERO, new Locality(here, RULES), random::nextDouble);
        }

        static String place(Replica r) {
            return r.host();
        }

        void list(String servers, long now) {
            String[] words = servers.strip().split(" +", -1);
            Map<String, Listed> listed = new LinkedHashMap<>();
            Map<String, Integer> ill = new TreeMap<>();
            for (int i = 0; i < words.length; i += 2) {
                String place = words[i];
                String[] count = words[i + 1].split("/", -1);
                ill.put(place, Integer.parseInt(count[1]) - Integer.parseInt(count[0]));
                for (int n = 1; n <= Integer.parseInt(count[1]); n++) {
                    boolean zone = place.length() == 1;
                    listed.put(
                            place + ':' + n,
                            zone ? new Listed(false, n == 1 ? null : "tokyo", place) : new Listed(false, place, "a"));
                }
            }
            replicas.update(listed, now);
            ill.forEach((place, n) -> ill(place, n, now));
            replicas.look(now);
        }

        void ill(String place, int count, long now) {
            replicas.all().stream()
                    .filter(r -> place(r).equals(place))
                    .limit(count)
                    .forEach(r -> r.learn(h -> h.answered(true, 1, Duration.ofHours(1), now)));
        }

        void well(String place) {
            replicas.all().stream().filter(r -> place(r).equals(place)).forEach(r -> r.learn(h -> ReplicaHealth.NEW));
        }

        /** Where so many requests go, in percent by place. */
        Map<String, Double> draw(int count, long now) {
            Map<String, Integer> seen = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                seen.merge(place(Objects.requireNonNull(replicas.pick(Set.of(), now))), 1, Integer::sum);
            }
            return seen.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> 100.0 * e.getValue() / count));
        }
    }
}
