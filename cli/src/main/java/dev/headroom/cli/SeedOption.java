package dev.headroom.cli;

import picocli.CommandLine.Option;

/** {@code --seed}, of every command that draws random numbers: {@code @Mixin private final SeedOption seed}. */
final class SeedOption {

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Fixes every random draw; the same seed gives the same output. Default: ${DEFAULT-VALUE}.")
    private long value = 1;

    /** The number given, or 1. */
    long value() {
        return value;
    }
}
