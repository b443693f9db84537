package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headroom.engine.model.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PricesReaderTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    static List<String> catalogs() {
        return PricesReader.catalogs();
    }

    private static PricesSpec read(String yaml) {
        PricesReader.Loaded loaded = PricesReader.read("prices.yaml", yaml);
        assertThat(loaded.problems()).isEmpty();
        return Objects.requireNonNull(loaded.prices());
    }

    @ParameterizedTest
    @MethodSource("catalogs")
    void whatShipsSaysWhereItIsFromAndIsTheSameWhenWritten(String name) {
        PricesSpec shipped = PricesReader.shipped(name);
        assertThat(shipped.region()).isEqualTo(name.substring("aws-".length()));
        assertThat(shipped.dated()).isNotEmpty();
        assertThat(shipped.source()).contains("not checked against a price list file");
        String written = PricesReader.write(shipped);
        assertThat(read(written)).isEqualTo(shipped);
        assertThat(PricesReader.write(read(written))).isEqualTo(written);
    }

    /** The planning reference's table of instances, to the cent. */
    @ParameterizedTest
    @CsvSource({
        "t3.medium, 2, 4, 0.0416",
        "t3.large, 2, 8, 0.0832",
        "c5.xlarge, 4, 8, 0.192",
        "c5.2xlarge, 8, 16, 0.384",
        "c5.4xlarge, 16, 32, 0.768",
        "m5.large, 2, 8, 0.096"
    })
    void referenceInstances(String name, double vcpu, double gib, BigDecimal price) {
        PricesSpec.Hourly found =
                Objects.requireNonNull(PricesReader.shipped("aws-us-east-1").find(name));
        assertThat(found.price()).isEqualByComparingTo(price);
        assertThat(found.vcpu()).isEqualTo(vcpu);
        assertThat(found.memory()).isEqualTo(gib * (1L << 30));
    }

    @Test
    void ownPricesOverrideThoseTheyAddTo() {
        PricesSpec own = read("{ from: aws-us-east-1, instances: { m5.large: 0.0900 } }");
        assertThat(own.hourly("m5.large")).isEqualTo(Money.of("0.09", "USD"));
        assertThat(own.hourly("c5.xlarge")).isEqualTo(Money.of("0.192", "USD"));
        assertThat(own.hourly("nothing")).isNull();
        assertThat(Objects.requireNonNull(own.rate("s3.storage")).per()).isEqualTo("GB-month");
        assertThat(own.names()).contains("m5.large", "opensearch.ocu");
        assertThat(own.rateNames()).contains("sqs.requests");
    }

    @Test
    void jsonIsRead() {
        PricesSpec json = read("{\"currency\": \"JPY\", \"instances\": {\"a\": {\"price\": 12.000000000000000001}}}");
        assertThat(json.hourly("a")).hasToString("12.000000000000000001 JPY");
    }

    @Test
    void aFileBuildsOnNoOtherFile() throws IOException {
        Path file = Files.writeString(folder.resolve("p.yaml"), "from: p.yaml\ninstances: { a: 1 }\n");
        assertThat(PricesReader.read(file).problems())
                .extracting(Problem::render)
                .singleElement()
                .asString()
                .contains("p.yaml:1:7: from: no price catalog 'p.yaml' ships with Headroom");
        assertThat(PricesReader.read(folder.resolve("none.yaml")).problems())
                .extracting(Problem::message)
                .containsExactly("there is no such file");
    }

    @Test
    void unknownCatalogsAreNamed() {
        assertThatThrownBy(() -> PricesReader.shipped("aws-us-east-2"))
                .hasMessage("no price catalog 'aws-us-east-2' ships with Headroom; did you mean 'aws-us-east-1'?");
    }
}
