package dev.headroom.examples.files;

import dev.headroom.worker.Item;
import dev.headroom.worker.Message;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Stage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages from a message that names a file to what is indexed of it. */
final class Reading {
    private static final int OPEN_AT_ONCE = 8;
    /** What is kept of a byte of a PDF while it is open, and what a page of text takes. */
    private static final long PDF_OVERHEAD = 16 << 20;

    /** Four for the colours as they are decoded, one in grey, one for Tesseract's copy. */
    private static final long BYTES_PER_PIXEL = 6;

    private final Source source;
    private final Ocr ocr;

    Reading(Source source, Ocr ocr) {
        this.source = source;
        this.ocr = ocr;
    }

    /** Opens 8 files at a time; text and recognition on all processors of the worker; no embeddings. */
    Pipeline<List<Item<Indexed>>> pipeline() {
        return scans().then(ocr(
                (scan, work) -> recognise(scan, work.folder(), false).items(null)));
    }

    /** The same with an embedding for each file that has a picture. */
    Pipeline<List<Item<Indexed>>> pipeline(Embedding embedding) {
        return scans().then(ocr((scan, work) -> recognise(scan, work.folder(), true)))
                .then(embedding.stage());
    }

    private Pipeline<Scan> scans() {
        return Pipeline.of(Stage.<Message, Opened>io(
                        "open", OPEN_AT_ONCE, (message, work) -> source.open(message, work::temporaryFile)))
                .then(Stage.<Opened, Scan>cpu("text", (opened, work) -> text(opened, work.folder()))
                        .needing(opened -> opened.kind() == Opened.Kind.PDF ? PDF_OVERHEAD + opened.bytes() : 0));
    }

    private static <O> Stage<Scan, O> ocr(Stage.Step<Scan, O> step) {
        return Stage.<Scan, O>cpu("ocr", step).needing(scan -> scan.pixels() * BYTES_PER_PIXEL);
    }

    /** All stages one after the other, without a worker. */
    List<Item<Indexed>> read(Message message) throws IOException, Refused, InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Opened opened = source.open(message, suffix -> Files.createTempFile(temporary, "copy-", suffix));
        return recognise(text(opened, temporary), temporary, false).items(null);
    }

    private static Scan text(Opened opened, Path temporary) throws IOException, Refused {
        return opened.kind() == Opened.Kind.PDF ? Pdf.text(opened, temporary) : Picture.look(opened);
    }

    private Recognised recognise(Scan scan, Path temporary, boolean pictures)
            throws IOException, Refused, InterruptedException {
        List<String> texts = new ArrayList<>(scan.texts());
        Opened opened = scan.opened();
        byte @Nullable [] picture = null;
        if (opened.kind() == Opened.Kind.IMAGE) {
            BufferedImage image = Picture.grey(opened.file());
            texts.set(0, ocr.text(image));
            picture = pictures ? Picture.small(image) : null;
        } else if (!scan.scanned().isEmpty()) {
            try (Pdf.Pages pages = Pdf.open(opened.file(), temporary)) {
                for (int page : scan.scanned()) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("between pages");
                    }
                    BufferedImage image = pages.image(page);
                    texts.set(page, ocr.text(image));
                    picture = pictures && picture == null ? Picture.small(image) : picture;
                }
            }
        }
        Indexed indexed = new Indexed(opened.name(), texts.size(), String.join("\n\f", texts));
        return new Recognised(opened.key(), indexed, picture);
    }
}
