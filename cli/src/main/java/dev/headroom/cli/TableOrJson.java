package dev.headroom.cli;

import picocli.CommandLine.Option;

/** {@code --output} of results that no spreadsheet holds: {@code @Mixin private final TableOrJson output}. */
final class TableOrJson {

    private enum As {
        TABLE,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            defaultValue = "table",
            description = "How to print the results. Default: ${DEFAULT-VALUE}.")
    private As as = As.TABLE;

    /** Whether it is for programs. */
    boolean json() {
        return as == As.JSON;
    }
}
