package dev.headroom.examples.files;

import dev.headroom.worker.Item;
import dev.headroom.worker.Message;
import dev.headroom.worker.Pipeline;
import dev.headroom.worker.Refused;
import dev.headroom.worker.Stage;
import dev.headroom.worker.Work;
import java.awt.image.BufferedImage;
import java.io.IOException;
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
        return Pipeline.of(Stage.<Message, Opened>io("open", 8, folder::open))
                .then(Stage.<Opened, Scan>cpu("text", this::text)
                        .needing(opened -> opened.kind() == Opened.Kind.PDF ? PDF_OVERHEAD + opened.bytes() : 0))
                .then(Stage.<Scan, List<Item<Indexed>>>cpu("ocr", this::recognise)
                        .needing(scan -> scan.pixels() * BYTES_PER_PIXEL));
    }

    Scan text(Opened opened, Work work) throws IOException, Refused {
        return opened.kind() == Opened.Kind.PDF ? Pdf.text(opened, work.folder()) : Picture.look(opened);
    }

    List<Item<Indexed>> recognise(Scan scan, Work work) throws IOException, Refused, InterruptedException {
        List<String> texts = new ArrayList<>(scan.texts());
        Opened opened = scan.opened();
        if (opened.kind() == Opened.Kind.IMAGE) {
            texts.set(0, ocr.text(Picture.grey(opened.file())));
        } else if (!scan.scanned().isEmpty()) {
            try (Pdf.Pages pages = Pdf.open(opened.file(), work.folder())) {
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
