package dev.headroom.examples.files;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;

/**
 * Files with known words, the same for the same seed: PDFs with text, PDFs that are scans, and images of pages that lie a little
 * askew, are grey instead of white, and have noise. The words are made of syllables and mean nothing.
 */
final class Corpus {
    private static final String[] SYLLABLES = {
        "ba", "be", "bo", "da", "de", "do", "fa", "fe", "ga", "go", "ha", "he", "ka", "ke", "la", "le", "lo", "ma",
                "me",
        "mo", "na", "ne", "no", "pa", "pe", "ra", "re", "ro", "sa", "se", "ta", "te", "to", "va", "ve", "wa", "za", "zo"
    };
    private static final int WORDS_A_LINE = 7;
    private static final int WIDTH = 1240;
    private static final int LINE = 48;
    private static final int MARGIN = 70;

    private Corpus() {}

    /**
     * Makes files in a folder.
     *
     * @param files how many; of ten, five are PDFs with text of two pages, two PDFs that are scans of one page, three images
     * @param lines of seven words on each page
     * @return the words of each file, by its name
     */
    static Map<String, List<String>> make(Path folder, int files, int lines, long seed) throws IOException {
        Files.createDirectories(folder);
        Map<String, List<String>> words = new LinkedHashMap<>();
        for (int i = 0; i < files; i++) {
            Random random = new Random(seed * 1_000_003 + i);
            int kind = i % 10;
            String name = String.format(
                    java.util.Locale.ROOT, "%05d-%s", i, kind < 5 ? "letter.pdf" : kind < 7 ? "scan.pdf" : "photo.png");
            List<List<String>> first = page(random, lines);
            List<String> all = new ArrayList<>();
            first.forEach(all::addAll);
            Path file = folder.resolve(name);
            if (kind < 5) {
                List<List<String>> second = page(random, lines);
                second.forEach(all::addAll);
                letter(file, List.of(first, second));
            } else if (kind < 7) {
                scan(file, picture(first, random));
            } else {
                ImageIO.write(picture(first, random), "png", file.toFile());
            }
            words.put(name, List.copyOf(all));
        }
        return words;
    }

    private static List<List<String>> page(Random random, int lines) {
        List<List<String>> page = new ArrayList<>();
        for (int l = 0; l < lines; l++) {
            List<String> line = new ArrayList<>();
            for (int w = 0; w < WORDS_A_LINE; w++) {
                StringBuilder word = new StringBuilder();
                for (int s = 3 + random.nextInt(2); s > 0; s--) {
                    word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
                }
                line.add(word.toString());
            }
            page.add(line);
        }
        return page;
    }

    private static void letter(Path file, List<List<List<String>>> pages) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            for (List<List<String>> lines : pages) {
                PDPage page = new PDPage(PDRectangle.A4);
                pdf.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN), 11);
                    content.setLeading(16);
                    content.newLineAtOffset(60, 780);
                    for (List<String> line : lines) {
                        content.showText(String.join(" ", line));
                        content.newLine();
                    }
                    content.endText();
                }
            }
            pdf.save(file.toFile());
        }
    }

    private static void scan(Path file, BufferedImage image) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            float width = PDRectangle.A4.getWidth();
            float height = width * image.getHeight() / image.getWidth();
            PDPage page = new PDPage(new PDRectangle(width, height));
            pdf.addPage(page);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                content.drawImage(LosslessFactory.createFromImage(pdf, image), 0, 0, width, height);
            }
            pdf.save(file.toFile());
        }
    }

    static BufferedImage picture(List<List<String>> lines, Random random) {
        int height = 2 * MARGIN + lines.size() * LINE;
        BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D page = image.createGraphics();
        page.setColor(new Color(242, 242, 242));
        page.fillRect(0, 0, WIDTH, height);
        page.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        page.rotate(Math.toRadians((random.nextDouble() - 0.5) * 1.2), WIDTH / 2.0, height / 2.0);
        page.setColor(new Color(45, 45, 45));
        page.setFont(new Font(Font.SERIF, Font.PLAIN, 30));
        for (int l = 0; l < lines.size(); l++) {
            page.drawString(String.join(" ", lines.get(l)), MARGIN, MARGIN + l * LINE + LINE / 2);
        }
        page.dispose();
        byte[] pixels = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            int noisy = (pixels[i] & 0xff) + (int) (random.nextGaussian() * 12);
            pixels[i] = (byte) Math.clamp(noisy, 0, 255);
        }
        return image;
    }
}
