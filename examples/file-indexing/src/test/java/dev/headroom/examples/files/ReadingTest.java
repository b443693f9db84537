package dev.headroom.examples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headroom.guard.Backoff;
import dev.headroom.testing.TitanServer;
import dev.headroom.worker.Item;
import dev.headroom.worker.MemoryQueue;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Summary;
import dev.headroom.worker.Worker;
import dev.headroom.worker.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files through the real stages into a real index, within 512 MiB of heap. */
class ReadingTest {
    private static final long LIMIT = 100 << 20;

    @TempDir
    Path folder;

    @TempDir
    Path index;

    @TempDir
    Path temporary;

    private final MemoryQueue queue = new MemoryQueue(InstantSource.system());

    private Summary work() throws Exception {
        return work(Reading::pipeline);
    }

    private Summary work(Function<Reading, Pipeline<List<Item<Indexed>>>> stages) throws Exception {
        Path data = Ocr.languageData().orElse(null);
        assumeTrue(data != null, "Tesseract's language data is not installed: apt install tesseract-ocr-eng");
        WorkerSettings settings = WorkerSettings.defaults()
                .with(new WorkerSettings.Receiving(Duration.ofSeconds(60), Duration.ofMillis(50), 0, 1))
                .with(new WorkerSettings.Trying(
                        new Backoff(2, Duration.ofMillis(10), Duration.ofMillis(10), 1, 0), Duration.ofHours(1)))
                .withTemporary(temporary);
        try (Ocr ocr = new Ocr(data);
                Shard shard = new Shard(index.resolve("one"));
                Worker<Indexed> worker = new Worker<>(
                        queue,
                        stages.apply(new Reading(new Folder(folder, LIMIT), ocr)),
                        shard,
                        settings,
                        new SimpleMeterRegistry(),
                        InstantSource.system())) {
            worker.start();
            await().atMost(Duration.ofMinutes(4))
                    .until(() ->
                            queue.depth().map(d -> d.visible() + d.held() == 0).orElse(false));
            return worker.drain(Duration.ofMinutes(1));
        }
    }

    @Test
    void everyWordOfEveryFileIsFoundInIt() throws Exception {
        Map<String, List<String>> words = Corpus.make(folder, 10, 3, 1);
        words.keySet().forEach(queue::send);
        assertThat(work().done()).isEqualTo(10);
        try (Search search = new Search(index)) {
            assertThat(search.documents()).isEqualTo(10);
            for (Map.Entry<String, List<String>> file : words.entrySet()) {
                for (String word : file.getValue()) {
                    assertThat(search.find(word, 10))
                            .as(word)
                            .extracting(Search.Hit::name)
                            .contains(file.getKey());
                }
            }
            String first = words.values().iterator().next().get(0);
            assertThat(search.find(first, 1).get(0)).satisfies(hit -> {
                assertThat(hit.pages()).isEqualTo(2);
                assertThat(hit.excerpt()).contains(first);
            });
            assertThat(search.find("nosuchword", 10)).isEmpty();
            assertThat(search.find("  ", 10)).isEmpty();
        }
    }

    @Test
    void filesWithPicturesAreFoundByTheirLikeness() throws Exception {
        Map<String, List<String>> words = Corpus.make(folder, 10, 1, 1);
        List<String> pictures =
                words.keySet().stream().filter(n -> !n.contains("letter")).toList();
        words.keySet().forEach(queue::send);
        try (TitanServer server = new TitanServer(20, 10, 4);
                Embedding embedding = new Embedding(server.address())) {
            assertThat(work(reading -> reading.pipeline(embedding)).done()).isEqualTo(10);
            // Every fourth call fails and is made again; letters need none.
            assertThat(server.calls()).isBetween(pictures.size() + 1, pictures.size() + 3);
        }
        try (Search search = new Search(index)) {
            String one = pictures.get(0);
            assertThat(search.like(one, 10))
                    .extracting(Search.Hit::name)
                    .hasSize(pictures.size() - 1)
                    .doesNotContain(one)
                    .allMatch(pictures::contains);
            assertThat(search.like("00000-letter.pdf", 10)).isEmpty();
            assertThat(search.like("none", 10)).isEmpty();
        }
    }

    @Test
    void theSameContentIsIndexedOnce() throws Exception {
        Map<String, List<String>> words = Corpus.make(folder, 1, 2, 1);
        String name = words.keySet().iterator().next();
        Files.copy(folder.resolve(name), folder.resolve("copy.pdf"));
        queue.send(name);
        queue.send(name);
        queue.send("copy.pdf");
        assertThat(work().done()).isEqualTo(3);
        try (Search search = new Search(index)) {
            assertThat(search.documents()).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeIndexedIsSaidSo() throws Exception {
        Map<String, String> expected = BadFiles.make(folder);
        expected.keySet().forEach(queue::send);
        assertThat(work().buried()).isEqualTo(expected.size());
        Map<String, String> reasons = new HashMap<>();
        queue.buried().forEach(dead -> reasons.put(dead.message().body(), dead.reason()));
        assertThat(reasons).hasSameSizeAs(expected);
        expected.forEach((name, reason) ->
                assertThat(reasons.get(name)).as(name).isNotNull().startsWith(reason));
        assertThat(temporary).isEmptyDirectory();
    }
}
