package dev.headroom.examples.files;

import dev.headroom.worker.Refused;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;

/** Reads PDFs page by page; what it must keep beside a page is in a temporary file. */
final class Pdf {
    /** A page with fewer letters than this, and with an image, is a scan. */
    private static final int LEAST_LETTERS = 5;

    private static final int MOST_PAGES = 5000;
    private static final int MOST_CHARACTERS = 5_000_000;
    private static final int MOST_DEPTH = 4;
    /** Pages are drawn as finely as their image is; within these bounds, and by default for images in parts. */
    private static final float LEAST_DOTS_PER_INCH = 100;

    private static final float DOTS_PER_INCH = 200;
    private static final float MOST_DOTS_PER_INCH = 300;
    private static final float POINTS_PER_INCH = 72;
    /** How much the two sides of an image may differ in scale. */
    private static final double SAME_SHAPE = 0.02;

    private Pdf() {}

    private static PDDocument load(Path file, Path temporary) throws IOException, Refused {
        try {
            return Loader.loadPDF(
                    file.toFile(),
                    "",
                    null,
                    null,
                    MemoryUsageSetting.setupTempFileOnly().setTempDir(temporary.toFile()).streamCache);
        } catch (InvalidPasswordException e) {
            throw new Refused("the PDF needs a password", e);
        } catch (NoSuchFileException | java.io.FileNotFoundException e) {
            throw e;
        } catch (IOException e) {
            throw new Refused("it cannot be read as a PDF: " + e.getMessage(), e);
        }
    }

    /** The text of all pages, and which of them are scans. */
    static Scan text(Opened opened, Path temporary) throws IOException, Refused {
        try (PDDocument pdf = load(opened.file(), temporary)) {
            int pages = pdf.getNumberOfPages();
            if (pages > MOST_PAGES) {
                throw new Refused("the PDF has " + pages + " pages; " + MOST_PAGES + " are read at most");
            }
            List<String> texts = new ArrayList<>();
            List<Integer> scanned = new ArrayList<>();
            long pixels = 0;
            PDFTextStripper stripper = new PDFTextStripper();
            int left = MOST_CHARACTERS;
            for (int i = 0; i < pages; i++) {
                Bounded text = new Bounded(left);
                stripper.setStartPage(i + 1);
                stripper.setEndPage(i + 1);
                try {
                    stripper.writeText(pdf, text);
                } catch (Bounded.Full e) {
                    throw new Refused("its text has more than " + MOST_CHARACTERS + " characters", e);
                }
                left -= text.length();
                PDPage page = pdf.getPage(i);
                long image = letters(text.text()) < LEAST_LETTERS ? largest(page) : 0;
                if (image > 0) {
                    long rendered = dots(page);
                    pixels = Math.max(pixels, Picture.allowed(Math.max(image, rendered), "page " + (i + 1)));
                    scanned.add(i);
                    texts.add("");
                } else {
                    texts.add(text.text());
                }
            }
            return new Scan(opened, texts, scanned, pixels);
        }
    }

    /** A scanned page as it looks, in grey. */
    static Pages open(Path file, Path temporary) throws IOException, Refused {
        return new Pages(load(file, temporary));
    }

    /** Pages of an open document as images. */
    static final class Pages implements AutoCloseable {
        private final PDDocument pdf;

        private Pages(PDDocument pdf) {
            this.pdf = pdf;
        }

        BufferedImage image(int page) throws IOException {
            return new PDFRenderer(pdf).renderImageWithDPI(page, dotsPerInch(pdf.getPage(page)), ImageType.GRAY);
        }

        @Override
        public void close() throws IOException {
            pdf.close();
        }
    }

    private static long dots(PDPage page) throws IOException {
        PDRectangle box = page.getCropBox();
        double scale = dotsPerInch(page) / POINTS_PER_INCH;
        return (long) Math.ceil(box.getWidth() * scale * box.getHeight() * scale);
    }

    /**
     * Dots an inch that a page is drawn with: its only image's own, if that has the shape of the page. Scaled to others, letters
     * blur, and of some thousands of words one more is misread.
     */
    private static float dotsPerInch(PDPage page) throws IOException {
        List<PDImageXObject> images = images(page.getResources(), MOST_DEPTH);
        if (images.size() != 1) {
            return DOTS_PER_INCH;
        }
        PDRectangle box = page.getCropBox();
        float across = images.get(0).getWidth() * POINTS_PER_INCH / box.getWidth();
        float down = images.get(0).getHeight() * POINTS_PER_INCH / box.getHeight();
        boolean whole = Math.abs(across - down) <= across * SAME_SHAPE;
        return whole ? Math.clamp(across, LEAST_DOTS_PER_INCH, MOST_DOTS_PER_INCH) : DOTS_PER_INCH;
    }

    private static long letters(String text) {
        return text.chars().filter(Character::isLetterOrDigit).count();
    }

    /** Pixels of the largest image on a page; 0 without one. */
    private static long largest(PDPage page) throws IOException {
        return images(page.getResources(), MOST_DEPTH).stream()
                .mapToLong(image -> (long) image.getWidth() * image.getHeight())
                .max()
                .orElse(0);
    }

    /** Images of a page, looked for in forms as well. */
    private static List<PDImageXObject> images(@Nullable PDResources resources, int depth) throws IOException {
        if (resources == null || depth == 0) {
            return List.of();
        }
        List<PDImageXObject> images = new ArrayList<>();
        for (COSName name : resources.getXObjectNames()) {
            PDXObject object = resources.getXObject(name);
            if (object instanceof PDImageXObject image) {
                images.add(image);
            } else if (object instanceof PDFormXObject form) {
                images.addAll(images(form.getResources(), depth - 1));
            }
        }
        return images;
    }

    /** Text up to a bound: a small file can hold an endless one. */
    private static final class Bounded extends Writer {

        /** The bound is reached. */
        static final class Full extends IOException {
            private static final long serialVersionUID = 1;
        }

        private final StringBuilder text = new StringBuilder();
        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        public void write(char[] from, int offset, int length) throws IOException {
            if (text.length() + length > most) {
                throw new Full();
            }
            text.append(from, offset, length);
        }

        int length() {
            return text.length();
        }

        String text() {
            return text.toString();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
