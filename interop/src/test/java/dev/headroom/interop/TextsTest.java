package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers of YAML 1.1 take some plain texts for booleans and numbers; kubectl is one of them. */
class TextsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Off       | 'Off'",
                "no        | 'no'",
                "Y         | 'Y'",
                "0755      | '0755'",
                "0x1F      | '0x1F'",
                "12:30     | '12:30'",
                "1_000     | '1_000'",
                "true      | 'true'",
                "70        | '70'",
                "500m      | 500m",
                "office    | office",
                "30s       | 30s",
                "0 9 * * * | 0 9 * * *",
            })
    void whatAnOlderReaderTakesForSomethingElseIsQuoted(String text, String written) {
        assertThat(Texts.yaml(Tree.of("a", text))).isEqualTo("a: " + written + "\n");
    }
}
