package dev.headroom.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.headroom.planner.prices.Commitment;
import dev.headroom.planner.prices.InstanceType;
import dev.headroom.spec.PricesReader;
import dev.headroom.spec.PricesSpec;
import dev.headroom.spec.Problem;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

/** Prints a price catalog. */
@Command(
        name = "show",
        description = "Prints a price catalog, or without one the catalogs that ship.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  headroom prices show",
            "  headroom prices show aws-us-east-1",
            "  headroom prices show prices.yaml -o json"
        })
final class PricesShow implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final double GIB = 1L << 30;

    @Parameters(
            arity = "0..1",
            paramLabel = "CATALOG",
            description = "A catalog that ships, or a file. Default: the names of those that ship.")
    private @Nullable String catalog;

    @Mixin
    private final TableOrJson output = new TableOrJson();

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli injects it before call()
    private CommandSpec command;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = command.commandLine().getOut();
        if (catalog == null) {
            list(out);
        } else {
            PricesSpec prices = load(catalog, command.commandLine().getErr());
            out.println(output.json() ? JSON.writeValueAsString(fields(prices)) : table(catalog, prices));
        }
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /**
     * A catalog by its name or file; every problem is printed first.
     *
     * @throws Refusal when it cannot be used
     */
    static PricesSpec load(String name, PrintWriter err) {
        boolean file = name.contains("/") || name.matches(".*\\.(yaml|yml|json)");
        if (!file) {
            try {
                return PricesReader.shipped(name);
            } catch (IllegalArgumentException e) {
                throw new Refusal(e.getMessage() + " (a file is named with its suffix, such as prices.yaml)");
            }
        }
        PricesReader.Loaded loaded = PricesReader.read(Path.of(name));
        for (Problem p : loaded.problems()) {
            err.println(p.render());
        }
        if (loaded.prices() == null) {
            throw new Refusal("the prices cannot be used, for the reasons above");
        }
        return loaded.prices();
    }

    private void list(PrintWriter out) throws JsonProcessingException {
        List<Map<String, Object>> all = new ArrayList<>();
        List<String[]> rows = new ArrayList<>();
        for (String name : PricesReader.catalogs()) {
            PricesSpec p = PricesReader.shipped(name);
            all.add(Map.of("name", name, "region", p.region(), "currency", p.currency(), "dated", p.dated()));
            rows.add(new String[] {
                name,
                p.region(),
                p.currency(),
                p.dated(),
                String.valueOf(p.names().size())
            });
        }
        out.println(
                output.json()
                        ? JSON.writeValueAsString(all)
                        : grid(List.of("catalog", "region", "currency", "dated", "by the hour"), 4, rows));
    }

    private static String table(String name, PricesSpec p) {
        StringBuilder out = new StringBuilder();
        out.append(name).append(": ").append(p.currency());
        out.append(p.region().isEmpty() ? "" : ", " + p.region());
        out.append(p.dated().isEmpty() ? "" : ", of " + p.dated());
        out.append(p.source().isEmpty() ? "" : "\n" + p.source());
        List<String[]> rows = new ArrayList<>();
        List<String[]> promises = new ArrayList<>();
        for (String each : p.names()) {
            InstanceType t = Objects.requireNonNull(Catalogs.instance(p, each));
            Double discount = t.spotDiscount();
            rows.add(new String[] {
                each,
                t.vcpu() == null ? "" : number(t.vcpu()),
                t.memoryBytes() == null ? "" : number(t.memoryBytes() / GIB),
                t.gpus() == 0 ? "" : String.valueOf(t.gpus()),
                plain(t.hourly().amount()),
                discount == null ? "" : "-" + number(100 * discount) + " %",
                t.interruptionsPerHour() == 0 ? "" : number(t.interruptionsPerHour())
            });
            for (Commitment c : t.commitments()) {
                promises.add(new String[] {
                    each,
                    c.name(),
                    plain(c.fee().amount()),
                    plain(c.hourly().amount()),
                    number(100 * c.breakEven(t.hourly(), c.months())) + " %"
                });
            }
        }
        out.append("\n\n")
                .append(grid(
                        List.of("by the hour", "vCPU", "GiB", "GPUs", p.currency() + "/h", "spot", "interruptions/h"),
                        1,
                        rows));
        if (!promises.isEmpty()) {
            out.append("\n\n")
                    .append(grid(List.of("commitment", "to", "fee", "and per h", "pays from use of"), 2, promises));
        }
        List<String[]> others = new ArrayList<>();
        for (String each : p.rateNames()) {
            PricesSpec.Rate r = Objects.requireNonNull(p.rate(each));
            others.add(new String[] {each, r.per(), plain(r.price())});
        }
        if (!others.isEmpty()) {
            out.append("\n\n").append(grid(List.of("by other measures", "per", p.currency()), 2, others));
        }
        return out.toString();
    }

    /** A table without lines, the first columns to the left. */
    static String grid(List<String> headers, int left, List<String[]> rows) {
        Column[] columns = new Column[headers.size()];
        for (int i = 0; i < columns.length; i++) {
            HorizontalAlign align = i < left ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
            columns[i] = new Column()
                    .header(headers.get(i))
                    .headerAlign(align)
                    .dataAlign(align)
                    .maxWidth(60);
        }
        return AsciiTable.builder()
                .border(AsciiTable.NO_BORDERS)
                .data(columns, rows.toArray(String[][]::new))
                .asString()
                .lines()
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .stripIndent();
    }

    private static Map<String, Object> fields(PricesSpec p) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("currency", p.currency());
        root.put("region", p.region());
        root.put("dated", p.dated());
        root.put("source", p.source());
        Map<String, Object> hourly = new LinkedHashMap<>();
        for (String name : p.names()) {
            InstanceType t = Objects.requireNonNull(Catalogs.instance(p, name));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("price", t.hourly().amount());
            one.put("vcpu", t.vcpu());
            one.put("memoryBytes", t.memoryBytes());
            one.put("gpus", t.gpus());
            one.put("spotDiscount", t.spotDiscount());
            one.put("interruptionsPerHour", t.interruptionsPerHour());
            List<Object> commitments = new ArrayList<>();
            for (Commitment c : t.commitments()) {
                Map<String, Object> promise = new LinkedHashMap<>();
                promise.put("kind", c.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
                promise.put("months", c.months());
                promise.put("upfront", c.upfront().name().toLowerCase(Locale.ROOT));
                promise.put("fee", c.fee().amount());
                promise.put("price", c.hourly().amount());
                promise.put("breakEvenUtilisation", c.breakEven(t.hourly(), c.months()));
                commitments.add(promise);
            }
            one.put("commitments", commitments);
            hourly.put(name, one);
        }
        root.put("instances", hourly);
        Map<String, Object> rates = new LinkedHashMap<>();
        for (String name : p.rateNames()) {
            PricesSpec.Rate r = Objects.requireNonNull(p.rate(name));
            rates.put(name, Map.of("price", r.price(), "per", r.per()));
        }
        root.put("rates", rates);
        return root;
    }

    private static String plain(BigDecimal v) {
        return v.signum() == 0 ? "0" : v.stripTrailingZeros().toPlainString();
    }

    private static String number(double v) {
        return String.format(Locale.ROOT, "%.2f", v).replaceAll("\\.?0+$", "");
    }
}
