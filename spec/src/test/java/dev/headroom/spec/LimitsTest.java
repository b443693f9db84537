package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are attacks, accidents or no specs at all. */
class LimitsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static String said(String yaml) {
        return BadSpecsTest.said(SpecReader.read("headroom.yaml", yaml));
    }

    @Test
    void billionLaughsAreRefusedBeforeTheyUnfold() {
        StringBuilder bomb = new StringBuilder("apiVersion: headroom/v1\nservices:\n  a0: &a0 [lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(said(bomb.toString()))
                .isEqualTo(
                        "headroom.yaml:1:1: the aliases unfold into more than a million values; write the values out\n");
    }

    @Test
    void quadraticAliasesAreRefused() {
        String bomb = "apiVersion: headroom/v1\nservices:\n  a: &a [" + "x, ".repeat(300) + "x]\n  b: ["
                + "*a, ".repeat(150) + "*a]\n";
        assertThat(said(bomb)).contains("the aliases unfold into 45").contains("values; write the values out");
    }

    @Test
    void manyWorkloadsAreNoAttack() {
        StringBuilder many = new StringBuilder("apiVersion: headroom/v1\nworkloads:\n");
        for (int i = 0; i < 6000; i++) {
            many.append("  w").append(i).append(": { bounds: { max: 9 }, signals: { inflight: {} } }\n");
        }
        assertThat(SpecReader.read("headroom.yaml", many.toString()).orThrow().workloads())
                .hasSize(6000);
    }

    @Test
    void manyAliasesAreRefused() {
        String bomb = "a: &a x\nb: [" + "*a, ".repeat(300) + "*a]\n";
        assertThat(said(bomb))
                .isEqualTo("headroom.yaml:2:805: there are more than 200 aliases; write the values out\n");
    }

    @Test
    void deepNestingIsRefusedWithoutAStackOverflow() {
        assertThat(said("a: " + "[".repeat(100_000)))
                .isEqualTo("headroom.yaml:1:35: the nesting is deeper than 32; a spec needs less than ten levels\n");
        assertThat(said("{a: ".repeat(50_000))).contains("the nesting is deeper than 32");
    }

    @Test
    void hugeFilesAreRefused() throws IOException {
        assertThat(said("#" + "x".repeat(9_000_000)))
                .isEqualTo("headroom.yaml: the file has 9000001 characters; a spec has at most 8388608\n");
        Path file = folder.resolve("huge.yaml");
        Files.write(file, new byte[34_000_000]);
        assertThat(SpecReader.read(file).problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("the file has 34000000 bytes; a spec has at most 8388608");
    }

    @Test
    void otherEncodingsAreRefusedAtTheByte() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "apiVersion: headroom/v1\n# für alle\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(SpecReader.read(file).problems())
                .singleElement()
                .satisfies(p -> assertThat(p.render())
                        .isEqualTo(file + ":2:4: the byte 0xFC is not UTF-8; save the file as UTF-8"));
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xE2, (byte) 0x80}); // cut inside a character
        assertThat(SpecReader.read(file).spec()).isNull();
    }

    @Test
    void aByteOrderMarkIsNoMatter() {
        assertThat(SpecReader.read(
                                "headroom.yaml",
                                "\uFEFF" + Specs.text(Specs.good().getFirst()))
                        .spec())
                .isNotNull();
    }

    @Test
    void missingFilesAreSaidToBeMissing() {
        Path file = folder.resolve("nothing.yaml");
        assertThat(SpecReader.read(file).problems())
                .singleElement()
                .extracting(Problem::render)
                .isEqualTo(file + ": there is no such file");
        assertThat(SpecReader.read(folder).spec()).isNull();
    }

    @Test
    void pricesAreReadFromAFileBesideTheSpec() throws IOException {
        Files.writeString(folder.resolve("prices.yaml"), "currency: EUR\ninstances: { big: 1.5 }\n");
        Path spec = folder.resolve("headroom.yaml");
        Files.writeString(
                spec,
                "apiVersion: headroom/v1\nprices: prices.yaml\nworkloads: { w: { bounds: { max: 3 }, replica: { instance: big } } }\n");
        Spec read = SpecReader.read(spec).orThrow();
        assertThat(Specs.workload(read, "w").workload().replica().price()).hasToString("1.5 EUR");
        Files.writeString(folder.resolve("prices.yaml"), "currency: EUR\ninstances: { big: cheap }\n");
        assertThat(BadSpecsTest.said(SpecReader.read(spec)))
                .contains(
                        "in the price file, prices.yaml:2:19: instances.big: 'cheap' is a text where an amount is expected");
    }

    /** Whatever one edit does to a good spec, reading it ends, without an exception, in a spec or in errors. */
    @Property(tries = 300)
    void readingNeverThrows(@ForAll @IntRange(max = 9) int which, @ForAll long seed) {
        java.util.Random random = new java.util.Random(seed);
        StringBuilder text = new StringBuilder(Specs.text(Specs.good().get(which)));
        String alphabet = "{}[]:,-#&*!|>'\"%@` \n\tabc0159.~<=\\é\u0000";
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, c);
                case 1 -> text.insert(at, c);
                case 2 -> text.deleteCharAt(at);
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
            }
        }
        Loaded loaded = SpecReader.read("headroom.yaml", text.toString());
        boolean errors = loaded.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
        assertThat(loaded.spec() == null).isEqualTo(errors);
    }
}
