package dev.headroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be compared with others. */
@Command(
        name = "bench",
        description =
                "Compares Headroom with what people use today, on recorded data, and tries it in worlds where things"
                        + " go wrong.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchAutoscale.class,
            BenchForecast.class,
            BenchAnomalies.class,
            BenchWorker.class,
            BenchFaults.class,
            BenchController.class,
            BenchOverload.class,
            BenchProxy.class
        })
final class Bench implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
