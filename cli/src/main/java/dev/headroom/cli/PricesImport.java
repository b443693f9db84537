package dev.headroom.cli;

import dev.headroom.planner.prices.PriceList;
import dev.headroom.planner.prices.PriceListException;
import dev.headroom.planner.prices.PriceListReader;
import dev.headroom.planner.prices.ProductFilter;
import dev.headroom.spec.PricesReader;
import dev.headroom.spec.PricesSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.GZIPInputStream;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a price catalog of an AWS price list. */
@Command(
        name = "import",
        description = {
            "Makes a price catalog of an AWS price list: the JSON file of a service that the AWS Price List Bulk API"
                    + " gives, plain or compressed with gzip. Files of any size are read in a small memory.",
            "",
            "Taken are instances, cache and database nodes with their price on demand and standard reservations: of"
                    + " Linux on shared hardware, of Redis, of PostgreSQL in one zone, unless --where says otherwise."
                    + " Price lists have no spot prices; add them to the catalog by hand."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom prices import AmazonEC2.json --region us-east-1 --instances 'c5.*,m5.large' -d prices.yaml",
            "  headroom prices import AmazonEC2.json.gz --region eu-west-1 --where operatingSystem=Windows",
            "  headroom prices import AmazonElastiCache.json --region us-east-1 --where cacheEngine=Valkey",
            "",
            "Then, in a spec:  prices: prices.yaml"
        })
final class PricesImport implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "The price list.")
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private Path file;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = "Code of the region, such as us-east-1. Default: the only one in the list.")
    private @Nullable String region;

    @Option(
            names = "--instances",
            paramLabel = "NAMES",
            split = ",",
            description = "Instance types, separated by commas; * stands for anything. Default: all.")
    private List<String> instances = new ArrayList<>();

    @Option(
            names = "--where",
            paramLabel = "ATTRIBUTE=VALUE",
            description = "An attribute that the products must have. May be given several times.")
    private Map<String, String> where = new LinkedHashMap<>();

    @Option(
            names = {"-d", "--destination"},
            paramLabel = "FILE",
            description = "Write the catalog to a file. Default: to the terminal.")
    private @Nullable Path destination;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() {
        PrintWriter err = command.commandLine().getErr();
        if (destination != null) {
            Output.check(destination);
        }
        PriceList list = read();
        list.notes().forEach(note -> err.println(file + ": " + note));
        PricesSpec catalog = Catalogs.catalog(list);
        String yaml = PricesReader.write(catalog);
        PricesReader.Loaded again = PricesReader.read("the catalog", yaml);
        if (again.prices() == null) {
            throw new Refusal("the catalog would be of no use, name fewer with --instances: "
                    + again.problems().getFirst().render());
        }
        if (destination == null) {
            command.commandLine().getOut().print(yaml);
            command.commandLine().getOut().flush();
        } else {
            Output.write(destination, yaml);
            err.println(destination + ": " + catalog.instances().size() + " prices of " + list.service() + " in "
                    + list.region() + ", " + list.currency() + ", of " + list.published());
        }
        return CommandLine.ExitCode.OK;
    }

    private PriceList read() {
        ProductFilter filter = new ProductFilter(region, instances, where);
        try {
            if (!Boolean.getBoolean("headroom.tty")) {
                return PriceListReader.read(() -> unzipped(Files.newInputStream(file)), filter);
            }
            return PriceListReader.read(
                    () -> unzipped(ProgressBar.wrap(
                            Files.newInputStream(file),
                            ProgressBar.builder()
                                    .setTaskName("reading")
                                    .setInitialMax(Files.size(file))
                                    .setUnit(" MB", 1_000_000)
                                    .setStyle(ProgressBarStyle.ASCII)
                                    .setUpdateIntervalMillis(200)
                                    .clearDisplayOnFinish())),
                    filter);
        } catch (PriceListException e) {
            throw new Refusal(file + ": " + e.getMessage());
        } catch (NoSuchFileException e) {
            throw new Refusal(file + ": there is no such file");
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static InputStream unzipped(InputStream raw) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, 2);
        byte[] begin = in.readNBytes(2);
        in.unread(begin);
        boolean compressed = begin.length == 2 && (begin[0] & 0xFF) == 0x1F && (begin[1] & 0xFF) == 0x8B;
        return compressed ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
