package dev.headroom.examples.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/** Finds files by what stands in them, in the parts of all workers. */
final class Search implements AutoCloseable {
    private static final int AROUND = 40;

    /**
     * A file that was found.
     *
     * @param name of it
     * @param pages that it has
     * @param excerpt around the first of the words
     */
    record Hit(String name, int pages, String excerpt) {}

    private final MultiReader reader;
    private final IndexSearcher searcher;
    private final StandardAnalyzer analyzer = new StandardAnalyzer();

    /**
     * Opens an index as it is now.
     *
     * @throws IOException if there is none
     */
    Search(Path index) throws IOException {
        List<IndexReader> parts = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(index, Files::isDirectory)) {
            for (Path folder : folders) {
                FSDirectory directory = FSDirectory.open(folder);
                if (DirectoryReader.indexExists(directory)) {
                    parts.add(DirectoryReader.open(directory));
                }
            }
        }
        reader = new MultiReader(parts.toArray(IndexReader[]::new));
        searcher = new IndexSearcher(reader);
    }

    /** Documents in all parts; a content that two workers wrote counts twice. */
    int documents() {
        return reader.numDocs();
    }

    /**
     * Files in which all words stand, the best first, each once.
     *
     * @param most that are wanted
     */
    List<Hit> find(String words, int most) throws IOException {
        Query query = new QueryBuilder(analyzer).createBooleanQuery(Shard.TEXT, words, BooleanClause.Occur.MUST);
        if (query == null) {
            return List.of();
        }
        // Twice as many, for contents that two workers wrote.
        return hits(searcher.search(query, Math.max(1, most) * 2), words, most);
    }

    /**
     * Files whose pictures look like that of another, the most alike first; without that one.
     *
     * @param name of a file that was indexed with an embedding; there are no hits for others
     * @param most that are wanted
     */
    List<Hit> like(String name, int most) throws IOException {
        TopDocs named = searcher.search(new TermQuery(new Term(Shard.NAME, name)), 1);
        float[] vector = named.scoreDocs.length == 0 ? null : vector(named.scoreDocs[0].doc);
        if (vector == null) {
            return List.of();
        }
        TopDocs near = searcher.search(
                new KnnFloatVectorQuery(Shard.EMBEDDING, vector, Math.max(1, most) * 2 + 2), Math.max(1, most) * 2 + 2);
        return hits(near, "", most + 1).stream()
                .filter(hit -> !hit.name().equals(name))
                .limit(most)
                .toList();
    }

    private float @Nullable [] vector(int doc) throws IOException {
        List<LeafReaderContext> leaves = reader.leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
        FloatVectorValues values = leaf.reader().getFloatVectorValues(Shard.EMBEDDING);
        if (values == null) {
            return null;
        }
        KnnVectorValues.DocIndexIterator at = values.iterator();
        return at.advance(doc - leaf.docBase) == doc - leaf.docBase
                ? values.vectorValue(at.index()).clone()
                : null;
    }

    /** Documents as files, each content once. */
    private List<Hit> hits(TopDocs found, String words, int most) throws IOException {
        Map<String, Hit> byKey = new LinkedHashMap<>();
        StoredFields stored = searcher.storedFields();
        for (ScoreDoc one : found.scoreDocs) {
            Document document = stored.document(one.doc);
            byKey.putIfAbsent(
                    document.get(Shard.KEY),
                    new Hit(
                            document.get(Shard.NAME),
                            document.getField(Shard.PAGES).numericValue().intValue(),
                            excerpt(document.get(Shard.TEXT), words)));
        }
        return byKey.values().stream().limit(most).toList();
    }

    /** In how many parts a content is. */
    int times(String key) throws IOException {
        return searcher.count(new TermQuery(new Term(Shard.KEY, key)));
    }

    private static String excerpt(String text, String words) {
        String flat = text.replaceAll("\\s+", " ");
        String first = words.strip().split("\\W+", 2)[0];
        int at = Math.max(0, flat.toLowerCase(java.util.Locale.ROOT).indexOf(first.toLowerCase(java.util.Locale.ROOT)));
        int from = Math.max(0, at - AROUND);
        int to = Math.min(flat.length(), at + first.length() + AROUND);
        return (from > 0 ? "… " : "") + flat.substring(from, to).strip() + (to < flat.length() ? " …" : "");
    }

    @Override
    public void close() throws IOException {
        reader.close();
        analyzer.close();
    }
}
