package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.spec.SpecReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Broken and hostile texts, for every importer: each ends, soon, in an error that names the file or in a spec that can be read.
 * The time limits are a hundred times what a good machine needs.
 */
class HostileInputTest {

    /** What facts can be given to any import. */
    private static final Map<Fact, String> FACTS = Map.of(
            Fact.BOOT, "60s",
            Fact.SERVICE_TIME, "100ms",
            Fact.CONCURRENCY, "10",
            Fact.LATENCY, "500ms");

    private static final String POLICIES = """
            {"ScalingPolicies": [{"AutoScalingGroupName": "web", "PolicyName": "cpu", "PolicyType": "TargetTrackingScaling",
              "TargetTrackingConfiguration": {"TargetValue": 55.0,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}}}]}
            """;

    private static final String APPLICATION = """
            {"ScalingPolicies": [{"PolicyName": "reads", "PolicyType": "TargetTrackingScaling", "ServiceNamespace": "dynamodb",
              "ResourceId": "table/sessions", "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
              "TargetTrackingScalingPolicyConfiguration": {"TargetValue": 70.0, "ScaleInCooldown": 60,
                "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"}}}]}
            """;

    /** Importers, and a good text of each of their kinds. */
    static Stream<Arguments> good() throws IOException {
        return Stream.of(
                Arguments.of("hpa", golden("kubernetes/kubernetes/features.hpa.yaml")),
                Arguments.of("keda", golden("kubernetes/keda/features.scaledobject.yaml")),
                Arguments.of("keda", golden("kubernetes/keda/orders.scaledobject.yaml")),
                Arguments.of("knative", golden("kubernetes/knative/classic.service.yaml")),
                Arguments.of("cloudformation", golden("aws/cloudformation/template.yaml")),
                Arguments.of("cloudformation", golden("aws/cloudformation-json/template.json")),
                Arguments.of("aws-autoscaling", POLICIES),
                Arguments.of("aws-application-autoscaling", APPLICATION));
    }

    private static String golden(String file) throws IOException {
        return Files.readString(Examples.root()
                .resolve("interop/src/test/resources/dev/headroom/interop/golden")
                .resolve(file));
    }

    /** Whether a text was read; else it was refused as it should be. */
    private static boolean read(String format, String text) {
        try {
            String spec = Examples.importer(format)
                    .read(List.of(new Document("file.yaml", text)))
                    .spec(FACTS);
            assertThat(SpecReader.read("imported", spec).problems())
                    .as(spec)
                    .noneMatch(p -> p.message().startsWith("not YAML"));
            return true;
        } catch (Unreadable e) {
            assertThat(e.problems()).isNotEmpty().allSatisfy(p -> assertThat(p).startsWith("file.yaml"));
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    @Timeout(60)
    void everyTruncationEndsInAnErrorOrASpec(String format, String text) {
        assertThat(read(format, text)).isTrue();
        assertThat(read(format, text.substring(0, 20))).isFalse();
        int step = Math.max(1, text.length() / 60);
        for (int n = 0; n < text.length(); n += step) {
            read(format, text.substring(0, n));
        }
    }

    /** A line lost, doubled or torn in two, a character changed for one that means something. */
    @ParameterizedTest
    @MethodSource("good")
    @Timeout(60)
    void everyDamageEndsInAnErrorOrASpec(String format, String text) {
        Random random = new Random(7);
        String meaning = "{}[]:-,&*!|>'\"%@#\n\t\u0000 9";
        for (int i = 0; i < 80; i++) {
            StringBuilder damaged = new StringBuilder(text);
            for (int hit = 0; hit <= i % 3; hit++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.setCharAt(at, meaning.charAt(random.nextInt(meaning.length())));
                    case 1 -> damaged.delete(at, Math.min(damaged.length() - 1, at + random.nextInt(40)));
                    default -> damaged.insert(at, damaged.substring(at / 2, Math.min(damaged.length(), at / 2 + 40)));
                }
            }
            read(format, damaged.toString());
        }
    }

    /** Inside of a text that is good up to there: where numbers, lists and mappings are expected. */
    @ParameterizedTest
    @MethodSource("good")
    @Timeout(60)
    void bombsInsideOfGoodTextsAreRefusedSoon(String format, String text) {
        StringBuilder bomb = new StringBuilder("\nbomb0: &b0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("bomb").append(i).append(": &b").append(i).append(" [");
            bomb.append(("*b" + (i - 1) + ", ").repeat(9))
                    .append("*b")
                    .append(i - 1)
                    .append("]\n");
        }
        boolean json = text.startsWith("{");
        String deep = "[".repeat(100_000);
        String many = json ? "[" + "0,".repeat(500_000) + "0]" : "\n" + "- x\n".repeat(500_000);
        for (String more : json ? List.of(deep, many) : List.of(bomb.toString(), "\ndeep: " + deep, "\nmany:" + many)) {
            String whole = json
                    ? text.stripTrailing().substring(0, text.stripTrailing().length() - 1) + ", \"x\": " + more + "}"
                    : text + more;
            assertThat(read(format, whole)).isFalse();
        }
    }

    static Stream<String> formats() {
        return Importers.formats().stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    @Timeout(60)
    void whatIsNothingOfTheKindIsRefusedSoon(String format) {
        String fifty = "# " + "x".repeat(50 << 20);
        for (String text : List.of(
                "[".repeat(100_000),
                fifty,
                "a: &a [ *a ]",
                "",
                "\u0000",
                "\tx",
                "- ".repeat(5000) + "x",
                "'open",
                "a: !!javax.script.ScriptEngineManager [x]",
                "%TAG ! tag:x,2000:\n---\n!y z")) {
            assertThatThrownBy(() -> Examples.importer(format).read(List.of(new Document("bad.yaml", text))))
                    .as(text.substring(0, Math.min(40, text.length())))
                    .isInstanceOf(Unreadable.class)
                    .hasMessageStartingWith("bad.yaml");
        }
    }
}
