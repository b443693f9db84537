package dev.headroom.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Colours, dashes, symbols and fonts of images: those of the pages' light theme. */
final class Look {

    static final Color INK = new Color(0x1b1f24);
    static final Color SOFT = new Color(0x57606a);
    static final Color RULE = new Color(0xd4d8de);
    static final Color BAD = new Color(0xb33c00);
    static final Color BACKDROP = new Color(0x8a929c);
    static final Color SHADE = new Color(120, 130, 145, 40);

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    static final Stroke THIN = new BasicStroke(1f);
    static final Stroke NOTE =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, new float[] {5, 4}, 0);

    // Okabe–Ito, the light ones darkened to 3:1 on white.
    private static final int[] PALETTE = {0x0072b2, 0xd55e00, 0x00865f, 0xb0558c, 0xa87400, 0x2e93cc, 0x3a3f45, 0x857b00
    };
    private static final float[][] DASHES = {
        {}, {8, 3}, {2.5f, 2.5f}, {9, 3, 2, 3}, {5, 3}, {12, 3}, {1.5f, 3}, {6, 2, 2, 2, 2, 2}
    };

    private Look() {}

    /** A colour of the palette, or the backdrop's for −1. */
    static Color colour(int index) {
        return index < 0 ? BACKDROP : new Color(PALETTE[index % PALETTE.length]);
    }

    static Color faint(Color c, int alpha) {
        return new Color(c.getRed(), c.getGreen(), c.getBlue(), alpha);
    }

    /** A line with the dashes that belong to a colour; dashes of a crowded line are noise. */
    static Stroke line(int index, boolean crowded) {
        float[] dash = index < 0 || crowded ? new float[0] : DASHES[index % DASHES.length];
        float width = crowded || index < 0 ? 1.1f : 2f;
        return dash.length == 0
                ? new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 0, dash, 0);
    }

    /** A symbol that belongs to a colour, within a few pixels of the origin. */
    static Shape symbol(int index, double size) {
        double r = size / 2;
        return switch (Math.floorMod(index, 4)) {
            case 1 -> polygon(0, -r * 1.2, r * 1.2, 0, 0, r * 1.2, -r * 1.2, 0);
            case 2 -> polygon(0, -r, r, r, -r, r);
            case 3 -> new Rectangle2D.Double(-r, -r, size, size);
            default -> new Ellipse2D.Double(-r, -r, size, size);
        };
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
