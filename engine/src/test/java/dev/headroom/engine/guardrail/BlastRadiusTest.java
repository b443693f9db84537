package dev.headroom.engine.guardrail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headroom.engine.model.Measure;
import dev.headroom.engine.model.SignalValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlastRadiusTest {
    private static final Duration TICK = Duration.ofSeconds(15);
    private static final BlastRadius DISBELIEF = new BlastRadius(1, Duration.ofMinutes(5), Duration.ofMinutes(5));

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # share, seconds ago, from, current, wish, desired
                    0.5,  400, 100, 100,  10,  50
                    0.3,  400, 100, 100,  10,  70
                    0.29, 400, 100, 100,  10,  71
                    # half of 100 have gone within the five minutes: no more yet
                    0.5,  299, 100,  50,  10,  50
                    0.5,  300, 100,  50,  10,  25
                    0.5,  100, 100,  60,  10,  50
                    # replicas added within the period may not all go again
                    0.5,  100,  50, 100,  10,  50
                    # one may always go
                    0.1,  400,   5,   5,   0,   4
                    0.1,  400,   1,   1,   0,   0
                    # growth is free
                    0.5,  100, 100,  50, 300, 300
                    """)
    void ofTheMostOfThePeriodOnlyAShareMayGo(double share, int ago, int from, int current, int wish, int desired) {
        Scene scene = new Scene();
        scene.blast = new BlastRadius(share, Duration.ofMinutes(5), Duration.ZERO);
        scene.current = current;
        scene.acted(new int[] {ago, from, current});
        assertThat(scene.ask(wish).desired()).isEqualTo(desired);
    }

    /** An order that seemed refused arrives two minutes later; so does the change of somebody else. */
    @Test
    void whatWentUnaskedCountsAsWell() {
        Scene scene = new Scene();
        scene.blast = new BlastRadius(0.5, Duration.ofMinutes(5), Duration.ZERO);
        scene.current = 100;
        scene.acted(new int[] {900, 80, 100});
        assertThat(scene.decide(10).desired()).isEqualTo(50);
        scene.current = 100;
        scene.after(Duration.ofMinutes(1));
        assertThat(scene.decide(100).desired()).isEqualTo(100);
        scene.current = 50;
        scene.after(Duration.ofMinutes(1));
        assertThat(scene.decide(10).desired()).isEqualTo(50);
        scene.after(Duration.ofSeconds(299));
        assertThat(scene.ask(10).desired()).isEqualTo(50);
        scene.after(Duration.ofSeconds(1));
        assertThat(scene.ask(10).desired()).isEqualTo(25);
    }

    @Test
    void theDefaultTakesHalfAnHourFrom100ToOne() {
        Scene scene = new Scene();
        scene.blast = BlastRadius.DEFAULT;
        scene.current = 100;
        StringBuilder path = new StringBuilder();
        int minutes = 0;
        for (; scene.current > 1; minutes++) {
            int before = scene.current;
            if (scene.decide(1).desired() != before) {
                path.append(scene.current).append(' ');
            }
            scene.after(Duration.ofMinutes(1));
        }
        assertThat(path).hasToString("50 25 13 7 4 2 1 ");
        assertThat(minutes).isEqualTo(31);
    }

    @Test
    void saysWhy() {
        Scene scene = new Scene();
        scene.blast = BlastRadius.DEFAULT;
        assertThat(scene.ask(1).text("blast-radius"))
                .isEqualTo("1 is held at 5: of 10 replicas of the last 5 min at most 50 % may go");
    }

    /** Readings 15 s apart of one demand signal; the last one is the zero in question. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # measure, readings, believed
                    # busy, then nothing: the source has died
                    IN_FLIGHT,   '100 100 100 0',                         false
                    IN_FLIGHT,   '100 70 130 90 0',                       false
                    RATE,        '40 40 40 0',                            false
                    BACKLOG,     '500 510 490 0',                         false
                    CONCURRENCY, '2 2 2 0',                               false
                    UTILISATION, '0.7 0.6 0.7 0',                         false
                    UTILISATION, '0.3 0.2 0.3 0',                         true
                    # demand that ends little by little
                    IN_FLIGHT,   '100 90 80 70 60 50 40 30 20 10 0',      true
                    IN_FLIGHT,   '100 70 49 34 24 17 12 8 6 4 0',         true
                    # a burst after silence may end as it came
                    IN_FLIGHT,   '0 0 0 300 0',                           true
                    # few enough for chance: three in flight, 0.2/s are three in 15 s
                    IN_FLIGHT,   '3 4 3 0',                               true
                    RATE,        '0.2 0.2 0.2 0',                         true
                    # zero all the time
                    IN_FLIGHT,   '0 0 0 0',                               true
                    """)
    void aSuddenZeroIsNotBelieved(Measure measure, String readings, boolean believed) {
        Scene scene = new Scene();
        scene.blast = DISBELIEF;
        for (String r : readings.split(" ", -1)) {
            scene.signals = List.of(scene.value(measure, Double.parseDouble(r)));
            scene.memory = scene.ask(10).memory();
            scene.last = scene.now;
            scene.after(TICK);
        }
        assertThat(scene.ask(2).desired()).isEqualTo(believed ? 2 : 10);
    }

    /** Readings 15 s apart of a demand and of a utilisation, which may come from another source. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    # measure, readings,        utilisation,              source, believed
                    # a bulk has emptied the queue: its workers have nothing to do
                    BACKLOG,   '500 510 490 0',   '0.8 0.8 0.8 0.3',      '',     true
                    BACKLOG,   '500 510 490 0 0', '0.8 0.8 0.8 0.7 0.4',  '',     true
                    BACKLOG,   '500 510 490 0',   '0.8 0.8 0.8 0',        cpu,    true
                    # only the backlog's source is dead: they work on
                    BACKLOG,   '500 510 490 0',   '0.8 0.8 0.8 0.8',      '',     false
                    BACKLOG,   '500 510 490 0',   '0.8 0.8 0.8 0.5',      cpu,    false
                    # the source that both come from is dead
                    BACKLOG,   '500 510 490 0',   '0.8 0.8 0.8 0',        '',     false
                    # they hardly worked before, or nobody knows
                    BACKLOG,   '500 510 490 0',   '0.05 0.05 0.05 0.01',  cpu,    false
                    BACKLOG,   '500 510 490 0',   '- - - 0.1',            cpu,    false
                    BACKLOG,   '500 510 490 0',   '0.8 0.8 0.8 -',        cpu,    false
                    # other demand has no such witness
                    IN_FLIGHT, '500 510 490 0',   '0.8 0.8 0.8 0.3',      cpu,    false
                    RATE,      '500 510 490 0',   '0.8 0.8 0.8 0.3',      cpu,    false
                    """)
    void anEmptyQueueIsBelievedWhenItsWorkersAreIdle(
            Measure measure, String readings, String use, String source, boolean believed) {
        Scene scene = new Scene();
        scene.blast = DISBELIEF;
        String[] used = use.split(" ", -1);
        String[] read = readings.split(" ", -1);
        Scene.Answer answer = scene.ask(10);
        for (int i = 0; i < read.length; i++) {
            SignalValue working = used[i].equals("-")
                    ? scene.failed(Measure.UTILISATION)
                    : scene.value(Measure.UTILISATION, Double.parseDouble(used[i]), source);
            scene.signals = List.of(scene.value(measure, Double.parseDouble(read[i])), working);
            boolean zero = Double.parseDouble(read[i]) == 0;
            answer = scene.decide(zero ? 2 : 10);
            scene.after(TICK);
        }
        assertThat(answer.desired()).isEqualTo(believed ? 2 : 10);
        assertThat(answer.text("dead-source"))
                .contains(believed ? "fell to zero at once, and UTILISATION with it: believed" : "is held at 10 until");
    }

    @Test
    void disbeliefEndsAndIsSaid() {
        Scene scene = dead();
        assertThat(scene.ask(2).text("dead-source")).startsWith("2 is held at 10 until 2026-03-02T12:05:30Z");
        assertThat(scene.ask(10).text("dead-source")).contains("no scaling in until 2026-03-02T12:05:30Z");
        assertThat(scene.ask(20).desired()).isEqualTo(20);
        for (int i = 0; i < 19; i++) {
            assertThat(scene.decide(2).desired()).as("tick %d", i).isEqualTo(10);
            scene.after(TICK);
        }
        scene.after(TICK);
        Scene.Answer a = scene.decide(2);
        assertThat(a.desired()).isEqualTo(2);
        assertThat(a.text("dead-source")).isEqualTo("demand has read zero for 5 min: believed from now on");
        assertThat(scene.after(TICK).ask(1).desired()).isEqualTo(1);
    }

    @Test
    void demandThatComesBackEndsDisbelief() {
        Scene scene = dead();
        scene.decide(2);
        scene.after(TICK);
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 90));
        assertThat(scene.decide(8).desired()).isEqualTo(8);
        // The level outlives the outage: the next one is seen, too.
        scene.after(TICK);
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 0));
        assertThat(scene.ask(2).desired()).isEqualTo(8);
    }

    @Test
    void oneSignalThatStillReadsMakesTheZeroBelievable() {
        Scene scene = new Scene();
        scene.blast = DISBELIEF;
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 50), scene.value(Measure.RATE, 50));
        scene.decide(10);
        scene.after(TICK);
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 0), scene.value(Measure.RATE, 1));
        assertThat(scene.ask(2).desired()).isEqualTo(2);
        // One that has failed cannot vouch for it.
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 0), scene.failed(Measure.RATE));
        assertThat(scene.ask(2).desired()).isEqualTo(10);
        // Signals that do not measure demand do not matter.
        List<SignalValue> more = new ArrayList<>(scene.signals);
        more.add(scene.value(Measure.UTILISATION, 0.9));
        scene.signals = more;
        assertThat(scene.ask(2).desired()).isEqualTo(10);
    }

    @Test
    void whatWasSeenLongAgoIsNoEvidence() {
        Scene scene = new Scene();
        scene.blast = DISBELIEF;
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 100));
        scene.decide(10);
        scene.after(Duration.ofMinutes(6));
        scene.signals = List.of(scene.value(Measure.IN_FLIGHT, 0));
        assertThat(scene.ask(2).desired()).isEqualTo(2);
    }

    @Test
    void nonsenseIsRefused() {
        Duration minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastRadius(0, minute, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastRadius(1.1, minute, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastRadius(1, Duration.ZERO, minute));
        assertThatIllegalArgumentException().isThrownBy(() -> new BlastRadius(1, minute, minute.negated()));
    }

    /** Two busy readings at 12:00:00 and 12:00:15, and silence since 12:00:30; it is 12:00:45. */
    private static Scene dead() {
        Scene scene = new Scene();
        scene.blast = DISBELIEF;
        for (double v : new double[] {100, 100, 0}) {
            scene.signals = List.of(scene.value(Measure.IN_FLIGHT, v));
            scene.decide(10);
            scene.after(TICK);
        }
        return scene;
    }
}
