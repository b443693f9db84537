package dev.headroom.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenApiTest {

    private final JsonNode document = OpenApi.document("0.1.0");

    @Test
    void describesEveryRoute() {
        for (Route route : Routes.ALL) {
            JsonNode operation = document.at("/paths/" + route.path().replace("/", "~1"))
                    .get(route.method().toLowerCase(java.util.Locale.ROOT));
            assertThat(operation).as(route.path()).isNotNull();
            assertThat(operation.get("summary").textValue()).isNotBlank();
            assertThat(operation.get("responses").get("200")).isNotNull();
        }
    }

    @Test
    void everyReferenceHasItsSchema() {
        Set<String> schemas = new HashSet<>();
        document.at("/components/schemas").fieldNames().forEachRemaining(schemas::add);
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(schemas).contains(ref.substring(ref.lastIndexOf('/') + 1)));
    }

    @Test
    void namesOfOperationsAreUnique() {
        assertThat(document.findValuesAsText("operationId"))
                .hasSize(Routes.ALL.size())
                .doesNotHaveDuplicates();
    }

    @Test
    void theReferenceHasNotDrifted() throws IOException {
        Path page = Path.of(System.getProperty("headroom.root", "..")).resolve("docs/reference/api.md");
        if (Boolean.getBoolean("headroom.update")) {
            Files.writeString(page, ApiReference.markdown());
        }
        assertThat(Files.readString(page))
                .as("docs/reference/api.md; run this test with -Dheadroom.update=true to write it anew")
                .isEqualTo(ApiReference.markdown());
    }
}
