package dev.headroom.cli;

import dev.headroom.cli.demo.DemoDay;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Shows the main job: a small service on this machine lives a day in three minutes, and is scaled all the while. */
@Command(
        name = "demo",
        description =
                "A day of a small shop on this machine, in three minutes: real processes behind the gateway, people who"
                        + " come in crowds, a controller that scales, and its page in the browser. Then the same day is replayed"
                        + " beside what people use today. It ends all that it started, on Ctrl-C too.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom demo",
            "  headroom demo --minutes 10 --port 8484     slower, to look at the page meanwhile",
            "  headroom demo --keep                       the page and the processes stay until Ctrl-C"
        })
final class Demo implements Callable<Integer> {

    private static final double LEAST_MINUTES = 0.5;
    private static final double MOST_MINUTES = 60;
    /** Requests a second at the height of the sale: seven replicas' worth. */
    private static final double CROWD = 280;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "3",
            description = "How long the day takes, from 0.5 to 60. Default: ${DEFAULT-VALUE}.")
    private double minutes = 3;

    @Option(names = "--keep", description = "Afterwards the page and the processes stay until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port of the page. Default: any that is free.")
    private int port;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        if (!(minutes >= LEAST_MINUTES && minutes <= MOST_MINUTES)) {
            throw Refusal.ofUsage("--minutes must be from 0.5 to 60, not " + minutes);
        }
        PrintWriter out = command.commandLine().getOut();
        DemoDay day = new DemoDay(Duration.ofSeconds(Math.round(minutes * 60)), CROWD);
        try (LiveDemo demo = new LiveDemo(day, port, out)) {
            demo.play();
            demo.summary();
            int replayed = replay(demo, out);
            if (keep) {
                out.println("The page and the processes stay; Ctrl-C ends them.");
                out.flush();
                TimeUnit.DAYS.sleep(1);
            }
            return replayed;
        } catch (IOException e) {
            throw new Refusal("the demo cannot run here: " + e.getMessage());
        }
    }

    private int replay(LiveDemo demo, PrintWriter out) throws IOException {
        out.printf(
                "%nThe same people once more, in the simulator: Headroom, and what people use today with its own times"
                        + " (the HPA looks every 15 s and waits five minutes before it scales in).%n%n");
        out.flush();
        return command.root()
                .commandLine()
                .execute(
                        "simulate",
                        demo.spec().toString(),
                        "--trace",
                        demo.trace().toString(),
                        "--compare",
                        "hpa,keda,fixed,clairvoyant");
    }
}
