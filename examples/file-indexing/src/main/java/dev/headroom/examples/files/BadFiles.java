package dev.headroom.examples.files;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/** Files that cannot be indexed, and what is said of each. */
final class BadFiles {
    private static final long TWO_GIGABYTES = 2L << 30;
    private static final int HUGE = 60_000;

    private BadFiles() {}

    /** Makes them in a folder; returns the message's body, and the beginning of the reason. */
    static Map<String, String> make(Path folder) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        Path huge = folder.resolve("huge.pdf");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.write("%PDF-1.7\n".getBytes(StandardCharsets.ISO_8859_1));
            file.setLength(TWO_GIGABYTES); // with a hole in it, so that it takes no room
        }
        reasons.put("huge.pdf", "open: the file has 2048 MiB; 100 MiB are read at most");
        Files.write(folder.resolve("bomb.png"), bomb());
        reasons.put("bomb.png", "text: the image has 3,600 million pixels; 30 million are read at most");
        bombInside(folder.resolve("bomb-inside.pdf"));
        reasons.put("bomb-inside.pdf", "text: page 1 has 3,600 million pixels; 30 million are read at most");
        locked(folder.resolve("locked.pdf"));
        reasons.put("locked.pdf", "text: the PDF needs a password");
        Files.write(folder.resolve("empty.pdf"), new byte[0]);
        reasons.put("empty.pdf", "open: the file is empty");
        Files.createDirectory(folder.resolve("directory.pdf"));
        reasons.put("directory.pdf", "open: it is a directory, not a file");
        reasons.put("vanished.pdf", "open: the file is not there (any more)");
        reasons.put("../../etc/passwd", "open: '../../etc/passwd' is outside of the folder");
        Files.writeString(folder.resolve("notes.txt"), "only text\n");
        reasons.put("notes.txt", "open: it is neither a PDF nor an image");
        Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.4\nthis is all\n");
        reasons.put("broken.pdf", "text: it cannot be read as a PDF: ");
        cut(folder.resolve("cut.png"));
        reasons.put("cut.png", "ocr: the image is damaged: ");
        return reasons;
    }

    /** A PNG of 3.6 billion pixels, all alike, in some kilobytes: only its beginning, which no reader gets beyond. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(HUGE);
        fields.writeInt(HUGE);
        fields.write(new byte[] {8, 0, 0, 0, 0});
        chunk(out, "IHDR", header.toByteArray());
        Deflater deflater = new Deflater(9);
        deflater.setInput(new byte[16 << 20]);
        deflater.finish();
        byte[] packed = new byte[1 << 20];
        int length = deflater.deflate(packed);
        deflater.end();
        chunk(out, "IDAT", Arrays.copyOf(packed, length));
        chunk(out, "IEND", new byte[0]);
        return bytes.toByteArray();
    }

    private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        out.writeInt(data.length);
        out.write(name);
        out.write(data);
        out.writeInt((int) crc.getValue());
    }

    private static void bombInside(Path file) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage(PDRectangle.A4);
            pdf.addPage(page);
            PDImageXObject image =
                    LosslessFactory.createFromImage(pdf, new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY));
            PDStream stream = image.getStream();
            stream.getCOSObject().setInt(COSName.WIDTH, HUGE);
            stream.getCOSObject().setInt(COSName.HEIGHT, HUGE);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                content.drawImage(image, 0, 0, 100, 100);
            }
            pdf.save(file.toFile());
        }
    }

    private static void locked(Path file) throws IOException {
        try (PDDocument pdf = new PDDocument()) {
            pdf.addPage(new PDPage(PDRectangle.A4));
            pdf.protect(new StandardProtectionPolicy("owner", "secret", new AccessPermission()));
            pdf.save(file.toFile());
        }
    }

    private static void cut(Path file) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        ImageIO.write(Corpus.picture(List.of(List.of("half")), new Random(1)), "png", whole);
        Files.write(file, Arrays.copyOf(whole.toByteArray(), whole.size() / 2));
    }
}
