package org.isochrone.app.plot.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.isochrone.app.plot.Bands;
import org.isochrone.app.plot.Bars;
import org.isochrone.app.plot.Curves;
import org.isochrone.app.plot.Frame;
import org.isochrone.app.plot.HeatMap;
import org.isochrone.app.plot.Picture;
import org.isochrone.app.plot.Spans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureFileTest {
    private static final Frame FRAME = new Frame("Why <this> & that?", "because", "x (ms)", "y (ms)");
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    static Stream<Picture> pictures() {
        List<Curves.Curve> curves =
                List.of(new Curves.Curve("", List.of(new Curves.Point(0, 50), new Curves.Point(20, 100))));
        return Stream.of(
                new HeatMap(
                        FRAME,
                        HeatMap.Scale.POWERS,
                        List.of("fra", "nyc"),
                        List.of("DE", "US"),
                        List.of(new HeatMap.Cell(0, 0, 5), new HeatMap.Cell(1, 1, 90))),
                new Bands(
                        FRAME,
                        List.of(new Bands.Panel(
                                "fra",
                                IntStream.range(0, 300)
                                        .mapToObj(i -> new Bands.Moment(
                                                START.plusSeconds(3600L * i),
                                                List.of(new Bands.Range(1, 8), new Bands.Range(2, 4)),
                                                3,
                                                i % 50))
                                        .toList()))),
                new HeatMap(
                        FRAME,
                        HeatMap.Scale.SHARES,
                        List.of("fra", "nyc"),
                        List.of("fra"),
                        List.of(new HeatMap.Cell(1, 0, 100))),
                new Bars(
                        FRAME,
                        true,
                        List.of("DE"),
                        List.of(new Bars.Series("a (%)", List.of(60.0)), new Bars.Series("b (%)", List.of(40.0)))),
                new Curves(FRAME, Curves.Style.SHARES, curves),
                new Curves(FRAME, Curves.Style.LINES, curves),
                new Curves(FRAME, Curves.Style.DOTS, curves),
                new Bars(
                        FRAME,
                        false,
                        List.of("fra", "nyc"),
                        List.of(new Bars.Series("share (%)", List.of(60.0, Double.NaN)))),
                new Spans(
                        FRAME,
                        List.of("fra"),
                        List.of("up", "down"),
                        List.of(new Spans.Span(0, 1, START, START.plusSeconds(9)))));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void aPictureIsDrawnInBothForms(Picture picture) throws IOException {
        Path svg = folder.resolve("it.svg");
        PictureFile.write(picture, svg);
        String text = Files.readString(svg);
        assertTrue(text.contains(">Why &lt;this&gt; &amp; that?<"), "the title");
        assertTrue(text.contains(",Verdana,sans-serif"), "other fonts to choose from");
        assertTrue(text.contains("<rect") || text.contains("<path"), "something is drawn");
        Path png = folder.resolve("it.PNG");
        PictureFile.write(picture, png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertEquals(2000, image.getWidth());
        long colours = IntStream.range(0, image.getHeight())
                .flatMap(y -> IntStream.range(0, image.getWidth()).map(x -> image.getRGB(x, y)))
                .distinct()
                .limit(4)
                .count();
        assertEquals(4, colours, "letters with soft edges, at least");
    }

    @Test
    void aHundredThousandPrefixesFitIntoASmallFile() throws IOException {
        int prefixes = 100_000;
        List<Curves.Point> points = IntStream.rangeClosed(1, prefixes)
                .mapToObj(i -> new Curves.Point(0.002 * i, 100.0 * i / prefixes))
                .toList();
        Path svg = folder.resolve("it.svg");
        PictureFile.write(new Curves(FRAME, Curves.Style.SHARES, List.of(new Curves.Curve("fra", points))), svg);
        assertTrue(Files.size(svg) < 1_000_000, () -> "bytes: " + svg.toFile().length());
    }

    @Test
    void anAxisOfNothingButZerosBeginsThere() throws IOException {
        List<Curves.Point> zeros = List.of(new Curves.Point(1, 0), new Curves.Point(40, 0));
        Path svg = folder.resolve("it.svg");
        PictureFile.write(new Curves(FRAME, Curves.Style.LINES, List.of(new Curves.Curve("fra", zeros))), svg);
        String text = Files.readString(svg);
        assertTrue(text.contains(">0.00<") && text.contains(">1.00<"), "within the least range");
        assertFalse(
                text.contains(">-")
                        || Pattern.compile(">[0-9.]+E-?[0-9]+<").matcher(text).find(),
                text);
    }

    @Test
    void onlyTheseTwoFormsAreKnown() {
        assertTrue(PictureFile.accepts(Path.of("a.svg")) && PictureFile.accepts(Path.of("b.PNG")));
        assertFalse(PictureFile.accepts(Path.of("svg")) || PictureFile.accepts(Path.of("a.pdf")));
    }
}
