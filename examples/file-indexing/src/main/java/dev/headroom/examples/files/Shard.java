package dev.headroom.examples.files;

import dev.headroom.worker.BulkSink;
import dev.headroom.worker.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * One worker's part of a full-text index. A bulk is on disk when it is confirmed. A content that is there already is replaced; one
 * that is in another worker's part too, because its message came twice, is found once all the same.
 */
final class Shard implements BulkSink<Indexed>, AutoCloseable {
    static final String KEY = "key";
    static final String NAME = "name";
    static final String TEXT = "text";
    static final String PAGES = "pages";
    static final String EMBEDDING = "embedding";
    private static final double BUFFER_MEGABYTES = 16;

    private final Directory directory;
    private final StandardAnalyzer analyzer = new StandardAnalyzer();
    private final IndexWriter writer;

    /**
     * Opens a part, and makes it if there is none.
     *
     * @throws IOException if it cannot be written, or another process writes it
     */
    Shard(Path folder) throws IOException {
        Files.createDirectories(folder);
        directory = FSDirectory.open(folder);
        writer = new IndexWriter(directory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(BUFFER_MEGABYTES));
        writer.commit(); // so that it can be searched at once
    }

    @Override
    public List<Rejected> write(List<Item<Indexed>> items) throws IOException {
        for (Item<Indexed> item : items) {
            Document document = new Document();
            document.add(new StringField(KEY, item.key(), Field.Store.YES));
            document.add(new StringField(NAME, item.value().name(), Field.Store.YES));
            document.add(new TextField(TEXT, item.value().text(), Field.Store.YES));
            document.add(new StoredField(PAGES, item.value().pages()));
            float[] embedding = item.value().embedding();
            if (embedding != null) {
                document.add(new KnnFloatVectorField(EMBEDDING, embedding, VectorSimilarityFunction.COSINE));
            }
            writer.updateDocument(new Term(KEY, item.key()), document);
        }
        writer.commit();
        return List.of();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        analyzer.close();
        directory.close();
    }
}
