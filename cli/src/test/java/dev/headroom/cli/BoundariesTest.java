package dev.headroom.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms and what each may use. Data flows one way: nothing below points up. */
class BoundariesTest {

    private static final String ROOT = "dev.headroom.";

    /** What each room may use of ours, itself apart. A room not listed here is a mistake; the command may use all. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("engine", List.of()),
            Map.entry("report", List.of()),
            Map.entry("spec", List.of("engine")),
            Map.entry("journal", List.of("engine")),
            Map.entry("forecast", List.of("engine", "report")),
            Map.entry("planner", List.of("engine", "report")),
            Map.entry("simulator", List.of("engine", "forecast", "planner", "report")),
            Map.entry("interop", List.of("engine", "spec")),
            Map.entry("connectors", List.of("engine", "guard", "journal", "worker")),
            Map.entry(
                    "controller",
                    List.of(
                            "engine",
                            "spec",
                            "forecast",
                            "planner",
                            "simulator",
                            "report",
                            "interop",
                            "journal",
                            "connectors",
                            "guard",
                            "gateway")),
            Map.entry("guard", List.of()),
            Map.entry("worker", List.of("guard")),
            Map.entry("gateway", List.of("guard", "spec")),
            Map.entry("testing", List.of("engine", "guard", "journal", "worker")));

    /** Rooms that compute: same inputs, same outputs, wherever and whenever they run. */
    private static final String[] PURE = {
        ROOT + "engine..", ROOT + "forecast..", ROOT + "planner..", ROOT + "simulator..", ROOT + "report.."
    };

    private static final JavaClasses OURS =
            new ClassFileImporter(List.of(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)).importPackages("dev.headroom");

    static Stream<String> rooms() {
        return OURS.stream().map(BoundariesTest::room).distinct().sorted();
    }

    @Test
    void everyRoomIsSeen() {
        assertThat(rooms()).contains("engine", "cli");
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void aRoomUsesOnlyTheRoomsBelowIt(String room) {
        if (room.equals("cli")) {
            return;
        }
        List<String> allowed = MAY_USE.get(room);
        if (allowed == null) {
            fail("the room '" + room + "' has no place in the order: add it to MAY_USE");
        }
        noClasses()
                .that()
                .resideInAPackage(ROOT + room + "..")
                .should()
                .dependOnClassesThat(describe(
                        "are in a room other than " + allowed,
                        other -> isOurs(other) && !room(other).equals(room) && !allowed.contains(room(other))))
                .check(OURS);
    }

    @Test
    void theEngineUsesTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage(ROOT + "engine..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        ROOT + "engine..",
                        "java.lang..",
                        "java.math..",
                        "java.time..",
                        "java.util..",
                        "org.jspecify.annotations.."))
                .check(OURS);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.headroom.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void computationReadsNoClock() {
        pureCodeCallsNone(
                "the clock",
                call(System.class, "currentTimeMillis", "nanoTime")
                        .or(now())
                        .or(call(java.time.Clock.class, "systemUTC", "systemDefaultZone", "system", "tickMillis"))
                        .or(target(java.util.Date.class, "<init>", 0)));
    }

    @Test
    void computationTakesItsRandomnessFromASeed() {
        pureCodeCallsNone(
                "randomness without a seed",
                target(java.util.Random.class, "<init>", 0)
                        .or(target(java.util.SplittableRandom.class, "<init>", 0))
                        .or(target(java.security.SecureRandom.class, "<init>", 0))
                        .or(call(Math.class, "random"))
                        .or(call(java.util.UUID.class, "randomUUID"))
                        .or(call(java.util.concurrent.ThreadLocalRandom.class, "current")));
    }

    @Test
    void computationTakesNothingFromTheMachine() {
        pureCodeCallsNone(
                "the machine's settings",
                call(System.class, "getenv", "getProperty")
                        .or(call(java.time.ZoneId.class, "systemDefault"))
                        .or(call(java.util.Locale.class, "getDefault"))
                        .or(call(Thread.class, "sleep")));
    }

    @Test
    void computationNeitherLogsNorTouchesFilesAndNetworks() {
        noClasses()
                .that(resideInAnyPackage(PURE))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.sql..",
                        "java.util.logging..",
                        "org.slf4j.."))
                .orShould()
                .dependOnClassesThat(are(describe(
                        "streams on files",
                        other -> other.getPackageName().equals("java.io")
                                && other.getSimpleName().startsWith("File"))))
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .check(OURS);
    }

    private static void pureCodeCallsNone(String what, DescribedPredicate<JavaAccess<?>> forbidden) {
        noClasses()
                .that(resideInAnyPackage(PURE))
                .should()
                .accessTargetWhere(forbidden.as(what))
                .check(OURS);
    }

    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String... names) {
        Set<String> wanted = Set.copyOf(Arrays.asList(names));
        return describe(
                owner.getSimpleName() + " " + wanted,
                call -> wanted.contains(call.getName()) && call.getTargetOwner().isEquivalentTo(owner));
    }

    /** A constructor or method with this many parameters, called or referred to. */
    private static DescribedPredicate<JavaAccess<?>> target(Class<?> owner, String name, int parameters) {
        return call(owner, name)
                .and(describe(
                        "with " + parameters + " parameters", call -> parameters(call.getTarget()) == parameters));
    }

    /** {@code now()} of any time class, whatever it takes: time is a parameter, never asked for. */
    private static DescribedPredicate<JavaAccess<?>> now() {
        return describe(
                "now()",
                call -> call.getName().equals("now")
                        && call.getTargetOwner().getPackageName().startsWith("java.time"));
    }

    private static int parameters(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget unit
                ? unit.getRawParameterTypes().size()
                : 0;
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().startsWith(ROOT);
    }

    private static String room(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
