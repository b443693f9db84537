package dev.headroom.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by Terraform itself, as far as it reads without the plug-in of AWS, and refers to what is there. */
class TerraformExporterTest {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(var|[a-z0-9_]+)\\.([A-Za-z0-9_-]+)");

    @TempDir
    Path folder;

    private static List<String> files() {
        return Examples.files().stream()
                .map(Examples::read)
                .flatMap(spec -> Examples.export("terraform", spec).documents().stream())
                .map(Document::text)
                .toList();
    }

    @Test
    void everyReferenceIsToSomethingInTheFile() {
        int seen = 0;
        for (String text : files()) {
            JsonNode file = Schemas.tree(text);
            for (Matcher m = REFERENCE.matcher(text); m.find(); seen++) {
                JsonNode at = m.group(1).equals("var")
                        ? file.path("variable").path(m.group(2))
                        : file.path("resource").path(m.group(1)).path(m.group(2));
                assertThat(at.isMissingNode()).as(m.group()).isFalse();
            }
        }
        assertThat(seen).isGreaterThan(100);
    }

    @Test
    void terraformReadsIt() throws Exception {
        List<String> all = files();
        assertThat(all).hasSizeGreaterThan(10);
        for (String text : all) {
            Files.writeString(folder.resolve("headroom.tf.json"), text);
            assertThat(providers()).contains("hashicorp/aws");
        }
        Files.writeString(folder.resolve("headroom.tf.json"), all.getFirst().replace("\"resource\"", "\"resourc\""));
        assertThat(providers()).contains("No argument or block type is named \"resourc\"");
    }

    /** What Terraform says of the providers that a configuration needs: it reads all of it for that. */
    private String providers() throws IOException, InterruptedException {
        Path said = folder.resolve("said.txt");
        Process terraform;
        try {
            terraform = new ProcessBuilder("terraform", "providers", "-no-color")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "terraform is not installed: not read by it");
            throw e;
        }
        assertThat(terraform.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said);
        return terraform.exitValue() == 0 || text.contains("resourc") ? text : "exit code " + terraform.exitValue();
    }
}
