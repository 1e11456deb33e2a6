package org.isochrone.app.plot.chart;

import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.isochrone.app.plot.Bands;
import org.isochrone.app.plot.Bars;
import org.isochrone.app.plot.Curves;
import org.isochrone.app.plot.HeatMap;
import org.isochrone.app.plot.Picture;
import org.isochrone.app.plot.Spans;
import org.jfree.chart.JFreeChart;

/** Writes pictures to files, as the name's ending says: {@code .svg} or {@code .png}. */
public final class PictureFile {
    private static final int WIDTH = 1000;
    private static final int AROUND = 150;

    /** A PNG has twice as many pixels each way, for screens that show them. */
    private static final int DENSITY = 2;

    /** The font of this machine, beside which the machine that shows the file needs others to choose from. */
    private static final Pattern FAMILY = Pattern.compile("(font-family:&quot;[^&;]*&quot;)");

    private PictureFile() {}

    /** Tells whether files of this name can be written. */
    public static boolean accepts(Path file) {
        return isSvg(file) || ending(file).endsWith(".png");
    }

    /** Writes a picture; whatever was in the file is replaced. */
    public static void write(Picture picture, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        requireFonts();
        JFreeChart chart = chart(picture);
        int height = height(picture);
        if (isSvg(file)) {
            Paper paper = new Paper();
            chart.draw(paper, new Rectangle2D.Double(0, 0, WIDTH, height));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            new SVGProcessor()
                    .getDocument(paper.getCommands(), new PageSize(0, 0, WIDTH, height))
                    .writeTo(text);
            Files.writeString(
                    file, FAMILY.matcher(text.toString(StandardCharsets.UTF_8)).replaceAll("$1,Verdana,sans-serif"));
        } else {
            try (OutputStream out = Files.newOutputStream(file)) {
                ImageIO.write(image(chart, height), "png", out);
            }
        }
    }

    /** Where letters cannot be drawn, the JDK ends with an error that tells nobody why. */
    private static void requireFonts() throws IOException {
        try {
            Theme.font(Font.PLAIN, 13).getStringBounds("x", new FontRenderContext(null, true, true));
        } catch (LinkageError | InternalError | RuntimeException e) {
            throw new IOException(
                    "letters cannot be drawn: install fontconfig and a font (Debian: fontconfig fonts-dejavu-core)", e);
        }
    }

    private static BufferedImage image(JFreeChart chart, int height) {
        BufferedImage image = new BufferedImage(DENSITY * WIDTH, DENSITY * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D paper = image.createGraphics();
        paper.scale(DENSITY, DENSITY);
        paper.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        paper.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        chart.draw(paper, new Rectangle2D.Double(0, 0, WIDTH, height));
        paper.dispose();
        return image;
    }

    private static JFreeChart chart(Picture picture) {
        return switch (picture) {
            case HeatMap heat -> HeatChart.of(heat);
            case Bands bands -> BandChart.of(bands);
            case Curves curves -> CurveChart.of(curves);
            case Bars bars -> BarChart.of(bars);
            case Spans spans -> SpanChart.of(spans);
        };
    }

    private static int height(Picture picture) {
        return switch (picture) {
            case HeatMap heat -> AROUND + 60 + 22 * Math.max(4, heat.rows().size());
            case Bands bands ->
                AROUND
                        + (bands.panels().size() > 4 ? 110 : 150)
                                * Math.max(2, bands.panels().size());
            case Curves _ -> 620;
            case Bars bars ->
                AROUND
                        + 16
                                * bars.things().size()
                                * (bars.stacked() ? 2 : 1 + bars.series().size());
            case Spans spans -> AROUND + 26 * Math.max(4, spans.rows().size());
        };
    }

    private static boolean isSvg(Path file) {
        return ending(file).endsWith(".svg");
    }

    private static String ending(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    }
}
