package dev.headroom.examples.files;

import dev.headroom.worker.Refused;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads images, after a look at their size: a file of a few kilobytes can unfold into gigabytes. */
final class Picture {
    /** An A3 page at 300 dots an inch has 17 million. */
    static final long MOST_PIXELS = 30_000_000;

    private static final int SMALL = 512;

    private Picture() {}

    /** What an image says its size is. */
    static Scan look(Opened opened) throws IOException, Refused {
        return with(opened.file(), reader -> {
            long pixels = allowed((long) reader.getWidth(0) * reader.getHeight(0), "the image");
            return new Scan(opened, java.util.List.of(""), java.util.List.of(0), pixels);
        });
    }

    /** The first image of a file in grey, transparent parts white. */
    static BufferedImage grey(Path file) throws IOException, Refused {
        BufferedImage image = with(file, reader -> {
            allowed((long) reader.getWidth(0) * reader.getHeight(0), "the image");
            return reader.read(0);
        });
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            return image;
        }
        BufferedImage grey = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = grey.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, grey.getWidth(), grey.getHeight());
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return grey;
    }

    /** An image as PNG, its longer side {@value #SMALL} pixels at most: enough for an embedding. */
    static byte[] small(BufferedImage image) throws IOException {
        double scale = Math.min(1, (double) SMALL / Math.max(image.getWidth(), image.getHeight()));
        int width = Math.max(1, (int) (image.getWidth() * scale));
        int height = Math.max(1, (int) (image.getHeight() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(small, "png", bytes);
        return bytes.toByteArray();
    }

    /**
     * The number, if it is not too large.
     *
     * @throws Refused if it is
     */
    static long allowed(long pixels, String what) throws Refused {
        if (pixels > MOST_PIXELS) {
            throw new Refused(what + " has " + String.format(Locale.ROOT, "%,d", pixels / 1_000_000)
                    + " million pixels; " + MOST_PIXELS / 1_000_000 + " million are read at most");
        }
        return pixels;
    }

    private interface Use<T> {
        T of(ImageReader reader) throws IOException, Refused;
    }

    private static <T> T with(Path file, Use<T> use) throws IOException, Refused {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            if (in == null) {
                throw new IOException("the file cannot be opened (any more)");
            }
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new Refused("no reader knows this kind of image");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return use.of(reader);
            } catch (IOException | RuntimeException e) { // readers throw both for broken images
                throw new Refused("the image is damaged: " + e.getMessage(), e);
            } finally {
                reader.dispose();
            }
        }
    }
}
