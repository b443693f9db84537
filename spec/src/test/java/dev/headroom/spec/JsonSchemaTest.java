package dev.headroom.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

class JsonSchemaTest {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JsonSchema.generate());

    static List<Path> good() {
        return Specs.good();
    }

    /** What an editor makes of a YAML text. */
    private static JsonNode json(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return new ObjectMapper().valueToTree(stringKeys(new Load(settings).loadFromString(yaml)));
    }

    private static Object stringKeys(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((k, v) -> out.put(String.valueOf(k), v == null ? "" : stringKeys(v)));
            map.forEach((k, v) -> {
                if (v == null) {
                    out.put(String.valueOf(k), null);
                }
            });
            return out;
        }
        return value instanceof List<?> list
                ? list.stream().map(JsonSchemaTest::stringKeys).toList()
                : value;
    }

    private static List<Error> errors(String yaml) {
        return SCHEMA.validate(json(yaml));
    }

    @ParameterizedTest
    @MethodSource("good")
    void goodSpecsAreValid(Path file) {
        assertThat(errors(Specs.text(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatIsWrittenIsValid(Path file) {
        assertThat(errors(SpecWriter.write(SpecReader.read(file).orThrow()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ apiVersion: headroom/v2 }",
                "{ apiVersion: headroom/v1, workloads: { a: { bound: { max: 3 } } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { bounds: { min: 3 } } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { replica: { boot: 45 } } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { replica: { warmup-rate: 50 } } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { replica: { price: 0.096 USD } } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { combine: maxx } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { policies: [ { targt: {} } ] } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { target: { type: kubernetes } } } }",
                "{ apiVersion: headroom/v1, workloads: { a: { service: { type: queue, time: 1 } } } }",
                "{ apiVersion: headroom/v1, sources: { a: { type: prometheus, urll: 'http://a' } } }",
                "{ apiVersion: headroom/v1, budgets: [ { hourly: 100 } ] }"
            })
    void shapesThatAreWrongAreNot(String yaml) {
        assertThat(errors(yaml)).isNotEmpty();
    }

    @Test
    void schemaItselfIsValid() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
        assertThat(meta.validate(JsonSchema.generate(), InputFormat.JSON)).isEmpty();
        assertThat(JsonSchema.generate()).isEqualTo(JsonSchema.generate());
    }
}
