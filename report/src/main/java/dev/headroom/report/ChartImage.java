package dev.headroom.report;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.text.TextUtils;
import org.w3c.dom.Document;

/**
 * Charts as images on white, for documents and terminals without a browser. The same chart makes the same bytes on the same
 * machine; on another one the fonts may differ, and with them the places of the labels.
 */
public final class ChartImage {

    /** Pixels between the left and the right edge. */
    public static final int WIDTH = 1000;

    private static final int HEIGHT = 400;
    private static final int PNG_SCALE = 2;
    private static final String SVG = "http://www.w3.org/2000/svg";

    static {
        // Names of standing axes stay text, which can be found and read aloud, instead of becoming outlines.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private ChartImage() {}

    /** The chart as an SVG document, {@link #WIDTH} wide. */
    public static String svg(Chart chart) {
        Document document = svgDocument();
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment("made by Headroom");
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        int height = height(chart);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, height));
        draw(chart, graphics, height);
        StringWriter out = new StringWriter(1 << 16);
        try {
            graphics.stream(out, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            graphics.dispose();
        }
        return out.toString();
    }

    /** The chart as a PNG file, twice as many pixels as {@link #svg} each way. */
    public static byte[] png(Chart chart) {
        int height = height(chart);
        BufferedImage image = new BufferedImage(WIDTH * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.scale(PNG_SCALE, PNG_SCALE);
        draw(chart, graphics, height);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static int height(Chart chart) {
        if (!chart.horizontal()) {
            return HEIGHT;
        }
        int each = chart.bars() == Chart.Bars.GROUPED
                ? Math.max(26, 16 * chart.series().size())
                : 26;
        return 130 + each * chart.x().categories().size();
    }

    private static void draw(Chart chart, Graphics2D graphics, int height) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, height);
        JFreeChart drawn = ChartDrawing.of(chart);
        drawn.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    }

    private static Document svgDocument() {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVG, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every JDK makes documents", e);
        }
    }
}
