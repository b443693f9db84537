package dev.headroom.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Price catalogs: what they say, and where they come from. */
@Command(
        name = "prices",
        description = "Price catalogs, and the cheapest way to buy by them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PricesShow.class, PricesImport.class, PricesMix.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom prices show",
            "  headroom prices show aws-us-east-1",
            "  headroom prices import AmazonEC2.json --region us-east-1 --instances 'c5.*,m5.large' -d prices.yaml",
            "  headroom prices mix headroom.yaml"
        })
final class Prices implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
