package dev.headroom.examples.files;

import dev.headroom.worker.Item;
import dev.headroom.worker.Message;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Stage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The stages from a message that names a file to what is indexed of it. */
final class Reading {
    /** What is kept of a byte of a PDF while it is open, and what a page of text takes. */
    private static final long PDF_OVERHEAD = 16 << 20;

    /** Four for the colours as they are decoded, one in grey, one for Tesseract's copy. */
    private static final long BYTES_PER_PIXEL = 6;

    private final Folder folder;
    private final Ocr ocr;

    Reading(Folder folder, Ocr ocr) {
        this.folder = folder;
        this.ocr = ocr;
    }

    /** Opens 8 files at a time; text and recognition on all processors of the worker. */
    Pipeline<List<Item<Indexed>>> pipeline() {
        return Pipeline.of(Stage.<Message, Opened>io("open", 8, (message, work) -> folder.open(message)))
                .then(Stage.<Opened, Scan>cpu("text", (opened, work) -> text(opened, work.folder()))
                        .needing(opened -> opened.kind() == Opened.Kind.PDF ? PDF_OVERHEAD + opened.bytes() : 0))
                .then(Stage.<Scan, List<Item<Indexed>>>cpu("ocr", (scan, work) -> recognise(scan, work.folder()))
                        .needing(scan -> scan.pixels() * BYTES_PER_PIXEL));
    }

    /** All stages one after the other, without a worker. */
    List<Item<Indexed>> read(Message message) throws IOException, Refused, InterruptedException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return recognise(text(folder.open(message), temporary), temporary);
    }

    private static Scan text(Opened opened, Path temporary) throws IOException, Refused {
        return opened.kind() == Opened.Kind.PDF ? Pdf.text(opened, temporary) : Picture.look(opened);
    }

    private List<Item<Indexed>> recognise(Scan scan, Path temporary) throws IOException, Refused, InterruptedException {
        List<String> texts = new ArrayList<>(scan.texts());
        Opened opened = scan.opened();
        if (opened.kind() == Opened.Kind.IMAGE) {
            texts.set(0, ocr.text(Picture.grey(opened.file())));
        } else if (!scan.scanned().isEmpty()) {
            try (Pdf.Pages pages = Pdf.open(opened.file(), temporary)) {
                for (int page : scan.scanned()) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("between pages");
                    }
                    BufferedImage image = pages.image(page);
                    texts.set(page, ocr.text(image));
                }
            }
        }
        String text = String.join("\n\f", texts);
        return List.of(new Item<>(opened.key(), new Indexed(opened.name(), texts.size(), text), text.length() + 200L));
    }
}
