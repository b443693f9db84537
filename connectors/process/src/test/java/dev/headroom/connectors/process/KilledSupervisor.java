package dev.headroom.connectors.process;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A supervisor that scales up and down without rest, in a process of its own, until it is killed. */
final class KilledSupervisor {
    private KilledSupervisor() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        ProcessSettings settings = new ProcessSettings(
                arguments[1],
                java.util.List.of("/bin/sh", "-c", Ground.SLEEPER),
                folder,
                java.util.Map.of(),
                0,
                ReadyCheck.Running.ONLY,
                Duration.ZERO,
                Duration.ofSeconds(2),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ZERO,
                4096);
        Random random = new Random(Long.parseLong(arguments[2]));
        Instant end = Instant.now().plusSeconds(30);
        try (ProcessTarget target = ProcessTarget.open(settings, folder.resolve("state"), 1, Instant::now)) {
            // Classes are loaded before its life counts, or it would be killed before its first act.
            target.apply(1 + random.nextInt(4));
            target.step();
            System.out.println("up");
            while (Instant.now().isBefore(end)) {
                target.apply(random.nextInt(5));
                ProcessTarget.Step step = target.step();
                if (step instanceof ProcessTarget.Step.Failed) {
                    // Stopped between two writes, it may find that its file has gone; the next turn says why.
                    System.err.println(step);
                } else if (!(step instanceof ProcessTarget.Step.Done)) {
                    System.err.println(step);
                    return;
                }
            }
        }
    }
}
