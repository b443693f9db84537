package dev.headroom.planner.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Money;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small price list in AWS's format, of our own making. */
class PriceListReaderTest {

    private static final String TEXT = text();

    private static String text() {
        try (InputStream in = PriceListReaderTest.class.getResourceAsStream("ec2.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static PriceList read(String json, @Nullable String region, List<String> names, Map<String, String> where)
            throws IOException, PriceListException {
        return PriceListReader.read(
                () -> new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                new ProductFilter(region, names, where));
    }

    private static InstanceType type(PriceList list, String name) {
        return Objects.requireNonNull(list.instances().get(name));
    }

    @Test
    void takesLinuxOfTheRegionWithItsReservations() throws IOException, PriceListException {
        PriceList list = read(TEXT, "us-east-1", List.of(), Map.of());
        assertThat(list.service()).isEqualTo("AmazonEC2");
        assertThat(list.published()).isEqualTo("2023-10-15");
        assertThat(list.region()).isEqualTo("us-east-1");
        assertThat(list.currency()).isEqualTo("USD");
        assertThat(list.instances()).containsOnlyKeys("c5.xlarge", "m5.large", "u-24tb1.112xlarge", "g5.xlarge");
        InstanceType c5 = type(list, "c5.xlarge");
        assertThat(c5.hourly()).isEqualTo(Money.of("0.17", "USD"));
        assertThat(c5.vcpu()).isEqualTo(4);
        assertThat(c5.memoryBytes()).isEqualTo(8.0 * (1L << 30));
        assertThat(c5.commitments())
                .extracting(c ->
                        c.name() + " " + c.fee().amount() + " " + c.hourly().amount())
                .containsExactly(
                        "reserved 1 year, nothing upfront 0 0.107",
                        "reserved 1 year, part upfront 446 0.051",
                        "reserved 1 year, all upfront 876 0",
                        "reserved 3 years, nothing upfront 0 0.073");
        assertThat(type(list, "u-24tb1.112xlarge").memoryBytes()).isEqualTo(24_576.0 * (1L << 30));
        assertThat(type(list, "g5.xlarge").gpus()).isEqualTo(1);
        assertThat(list.notes()).containsExactly("without a price on demand by the hour, and left out: old.tiny");
    }

    @Test
    void ofTwoTermsTheLaterCounts() throws IOException, PriceListException {
        assertThat(type(read(TEXT, "us-east-1", List.of("m5.*"), Map.of()), "m5.large")
                        .hourly())
                .isEqualTo(Money.of("0.096", "USD"));
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, operatingSystem, Windows, 0.354",
        "eu-west-1, operatingSystem, Linux, 0.192",
        "EU (Ireland), tenancy, shared, 0.192"
    })
    void otherProductsAreTakenWhenAskedFor(String region, String attribute, String value, String price)
            throws IOException, PriceListException {
        PriceList list = read(TEXT, region, List.of("c5.xlarge"), Map.of(attribute, value));
        assertThat(type(list, "c5.xlarge").hourly()).isEqualTo(Money.of(price, "USD"));
    }

    /** Nothing in JSON says that products come first. */
    @Test
    void termsMayStandBeforeProducts() throws IOException, PriceListException {
        Matcher m = Pattern.compile("(?s)^(\\{.*?)( \"products\": .*?),\n( \"terms\": .*?),\n( \"attributesList\".*)$")
                .matcher(TEXT);
        assertThat(m.matches()).isTrue();
        String turned = m.group(1) + m.group(3) + ",\n" + m.group(2) + ",\n" + m.group(4);
        assertThat(turned.indexOf("\"terms\"")).isLessThan(turned.indexOf("\"products\""));
        assertThat(read(turned, "us-east-1", List.of(), Map.of()))
                .isEqualTo(read(TEXT, "us-east-1", List.of(), Map.of()));
    }

    @Test
    void twoPricesOfOneNameAreRefusedWithWhatTellsThemApart() {
        String twice = TEXT.replace("\"UnusedCapacityReservation\"", "\"Used\"")
                .replaceFirst("(?s)(AAAA3333\": \\{.*?\"operatingSystem\": )\"Linux\"", "$1\"linux\"");
        String dearer = twice.replaceFirst("(?s)(AAAA3333\\.JRTC.*?\"USD\": )\"0.17", "$1\"0.18");
        assertThatThrownBy(() -> read(dearer, "us-east-1", List.of(), Map.of()))
                .isInstanceOf(PriceListException.class)
                .hasMessage(
                        "c5.xlarge has two prices, 0.17 USD and 0.18 USD; operatingSystem is 'Linux' or 'linux': name"
                                + " the attribute that is wanted");
    }

    @Test
    void severalRegionsOrCurrenciesAreRefused() {
        assertThatThrownBy(() -> read(TEXT, null, List.of(), Map.of()))
                .hasMessage("the price list has more than one region, eu-west-1, us-east-1: name one region");
        String yuan = TEXT.replaceFirst("(?s)(BBBB1111\\.JRTC.*?)\"USD\"", "$1\"CNY\"");
        assertThatThrownBy(() -> read(yuan, "us-east-1", List.of(), Map.of()))
                .hasMessage("the price list has more than one currency, CNY, USD: use one list for each");
    }

    @Test
    void nothingWantedIsRefused() {
        assertThatThrownBy(() -> read(TEXT, "us-east-9", List.of(), Map.of()))
                .hasMessageStartingWith("no product of the price list is wanted");
        assertThatThrownBy(() -> read(TEXT, "us-east-1", List.of("old.tiny"), Map.of()))
                .hasMessage("none of the wanted products has a price on demand by the hour");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40, 400, 4_000, 9_000, 12_000})
    void aFileCutOffIsRefused(int length) {
        assertThatThrownBy(() -> read(TEXT.substring(0, length), "us-east-1", List.of(), Map.of()))
                .isInstanceOf(PriceListException.class)
                .message()
                .matches("(?s)(line \\d+, column \\d+: not the JSON of a price list, or cut off: .*"
                        + "|this is no price list of an AWS service.*)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | it does not begin with",
                "{} | it has no 'products'",
                "{\"products\": {}} | it has no 'terms'",
                "{\"products\": [], \"terms\": {}} | price list of savings plans",
                "{\"products\": 5} | products should be an object and is not",
                "{\"products\": {\"A\": 5}} | product A should be an object and is not",
                "FormatVersion,v1.0 | not the JSON of a price list"
            })
    void somethingElseIsRefused(String json, String said) {
        assertThatThrownBy(() -> read(json, null, List.of(), Map.of()))
                .isInstanceOf(PriceListException.class)
                .hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource({"-0.17", "cheap", "1e999999999"})
    void anAmountThatIsNoneIsRefused(String amount) {
        String bad = TEXT.replaceFirst("(?s)(AAAA1111\\.JRTC.*?\"USD\": )\"[^\"]*\"", "$1\"" + amount + "\"");
        assertThatThrownBy(() -> read(bad, "us-east-1", List.of(), Map.of()))
                .hasMessage("product AAAA1111: '" + amount + "' is no price");
    }

    /** A list of a hundred thousand products that nobody asked for is read past, its terms too. */
    @Test
    void manyProductsAreReadPast() throws IOException, PriceListException {
        String product = Pattern.compile("(?s)  \"AAAA2222\": \\{.*?\n  \\},\n")
                .matcher(TEXT)
                .results()
                .findFirst()
                .orElseThrow()
                .group();
        int at = TEXT.indexOf("  \"AAAA2222\"");
        byte[] head = TEXT.substring(0, at).getBytes(StandardCharsets.UTF_8);
        byte[] tail = TEXT.substring(at).getBytes(StandardCharsets.UTF_8);
        PriceList list = PriceListReader.read(
                () -> new java.io.SequenceInputStream(java.util.Collections.enumeration(List.of(
                        new ByteArrayInputStream(head),
                        new Repeated(product, 20_000),
                        new ByteArrayInputStream(tail)))),
                new ProductFilter("us-east-1", List.of(), Map.of()));
        assertThat(list.instances()).hasSize(4);
    }

    /** A text over and over, with another number in it each time, made as it is read. */
    private static final class Repeated extends InputStream {
        private final String text;
        private final int times;
        private int done;
        private byte[] now = {};
        private int at;

        Repeated(String text, int times) {
            this.text = text;
            this.times = times;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int most) {
            if (at == now.length) {
                if (done == times) {
                    return -1;
                }
                now = text.replace("AAAA2222", "S" + done++).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            int n = Math.min(most, now.length - at);
            System.arraycopy(now, at, into, from, n);
            at += n;
            return n;
        }
    }
}
