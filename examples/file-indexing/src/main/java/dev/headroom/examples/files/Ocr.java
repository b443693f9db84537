package dev.headroom.examples.files;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tesseract.ETEXT_DESC;
import org.bytedeco.tesseract.TessBaseAPI;
import org.bytedeco.tesseract.global.tesseract;

/**
 * Recognises text in images with Tesseract. As many recognisers are kept as were ever needed at once: each takes a second to
 * make, and can do one image at a time.
 */
final class Ocr implements AutoCloseable {
    private static final String LANGUAGE = "eng";
    private static final int DOTS_PER_INCH = 200;
    private static final int LONGEST_MILLIS = 60_000;

    private final Path data;
    private final ConcurrentLinkedQueue<TessBaseAPI> idle = new ConcurrentLinkedQueue<>();

    /** With language data of {@link #languageData()}. */
    Ocr(Path data) {
        this.data = data;
    }

    /** Where Tesseract's data for English is; empty if it is not installed. */
    static Optional<Path> languageData() {
        List<Path> places = new ArrayList<>();
        String prefix = System.getenv("TESSDATA_PREFIX");
        if (prefix != null) {
            places.add(Path.of(prefix));
            places.add(Path.of(prefix, "tessdata"));
        }
        Path debian = Path.of("/usr/share/tesseract-ocr");
        if (Files.isDirectory(debian)) {
            try (DirectoryStream<Path> versions = Files.newDirectoryStream(debian)) {
                versions.forEach(version -> places.add(version.resolve("tessdata")));
            } catch (IOException e) {
                // Then it is not there.
            }
        }
        places.add(Path.of("/usr/share/tessdata"));
        places.add(Path.of("/usr/share/tesseract/tessdata"));
        return places.stream()
                .filter(place -> Files.isReadable(place.resolve(LANGUAGE + ".traineddata")))
                .findFirst();
    }

    /**
     * As {@link #languageData()}.
     *
     * @throws IllegalStateException if it is not installed
     */
    static Path needLanguageData() {
        return languageData()
                .orElseThrow(() -> new IllegalStateException(
                        "Tesseract's language data is not installed: apt install tesseract-ocr-eng, or set"
                                + " TESSDATA_PREFIX"));
    }

    /**
     * The text of an image in grey.
     *
     * @throws IOException if it takes longer than a minute
     */
    String text(BufferedImage grey) throws IOException {
        byte[] pixels = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
        TessBaseAPI recogniser = take();
        try (BytePointer image = new BytePointer(pixels);
                ETEXT_DESC bound = new ETEXT_DESC()) {
            bound.set_deadline_msecs(LONGEST_MILLIS);
            recogniser.SetImage(image, grey.getWidth(), grey.getHeight(), 1, grey.getWidth());
            recogniser.SetSourceResolution(DOTS_PER_INCH);
            if (recogniser.Recognize(bound) != 0) {
                throw new IOException("the text was not recognised within " + LONGEST_MILLIS / 1000 + " s");
            }
            try (BytePointer text = recogniser.GetUTF8Text()) {
                return text == null ? "" : text.getString(java.nio.charset.StandardCharsets.UTF_8);
            }
        } finally {
            recogniser.Clear();
            idle.add(recogniser);
        }
    }

    private TessBaseAPI take() {
        TessBaseAPI ready = idle.poll();
        if (ready != null) {
            return ready;
        }
        TessBaseAPI recogniser = new TessBaseAPI();
        if (recogniser.Init(data.toString(), LANGUAGE, tesseract.OEM_LSTM_ONLY) != 0) {
            recogniser.close();
            throw new IllegalStateException("Tesseract does not take its language data in " + data);
        }
        return recogniser;
    }

    @Override
    public void close() {
        for (TessBaseAPI recogniser = idle.poll(); recogniser != null; recogniser = idle.poll()) {
            recogniser.End();
            recogniser.close();
        }
    }
}
