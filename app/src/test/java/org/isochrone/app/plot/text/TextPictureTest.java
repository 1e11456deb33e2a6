package org.isochrone.app.plot.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.isochrone.app.plot.Bands;
import org.isochrone.app.plot.Bars;
import org.isochrone.app.plot.Curves;
import org.isochrone.app.plot.Frame;
import org.isochrone.app.plot.HeatMap;
import org.isochrone.app.plot.Spans;
import org.junit.jupiter.api.Test;

class TextPictureTest {
    private static final Frame FRAME = new Frame("Why?", "because", "x (ms)", "y (ms)");
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    @Test
    void barsAreCutToAnEighth() {
        Bars bars = new Bars(
                FRAME, false, List.of("fra", "nyc"), List.of(new Bars.Series("share (%)", List.of(24.0, 12.5))));
        assertEquals("""
                Why?
                because

                  fra ████████████████████████ 24
                  nyc ████████████▌ 12.5

                  ■ share (%)
                """, TextPicture.of(bars, 40, false));
    }

    @Test
    void aStackIsAsWideAsTheWhole() {
        Bars bars = new Bars(
                FRAME,
                true,
                List.of("DE", "US"),
                List.of(
                        new Bars.Series("measured (%)", List.of(75.0, Double.NaN)),
                        new Bars.Series("nothing (%)", List.of(25.0, 100.0))));
        assertEquals("""
                Why?
                because

                  DE ███████████████████▓▓▓▓▓▓
                  US ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓

                  █ measured (%)  ▓ nothing (%)
                """, TextPicture.of(bars, 40, false));
    }

    @Test
    void aHeatMapTellsItsNumbers() {
        HeatMap heat = new HeatMap(
                FRAME,
                HeatMap.Scale.POWERS,
                List.of("fra", "nyc"),
                List.of("DE", "US"),
                List.of(new HeatMap.Cell(0, 0, 5), new HeatMap.Cell(1, 0, 90), new HeatMap.Cell(1, 1, 10.04)));
        assertEquals("""
                Why?
                because

                       fra    nyc\s
                  DE   5.0   90.0█
                  US         10.0░
                """, TextPicture.of(heat, 80, false));
        assertTrue(TextPicture.of(heat, 80, true).contains("\u001B[48;5;226;38;5;16m   5.0 \u001B[0m"));
    }

    @Test
    void aLineGoesFromCornerToCorner() {
        Braille canvas = new Braille(3, 2);
        canvas.line(0, 0, 5, 7, 0);
        canvas.dot(-1, 0, 0);
        canvas.dot(0, 8, 0);
        assertEquals(" ⢀⠎", canvas.row(0, new Ink(false)));
        assertEquals("⡰⠁ ", canvas.row(1, new Ink(false)));
    }

    @Test
    void aShortOutageIsSeenInALongTime() {
        Spans spans = new Spans(
                FRAME,
                List.of("fra"),
                List.of("up", "down"),
                List.of(
                        new Spans.Span(0, 0, START, START.plusSeconds(500_000)),
                        new Spans.Span(0, 1, START.plusSeconds(500_000), START.plusSeconds(500_010)),
                        new Spans.Span(0, 0, START.plusSeconds(500_010), START.plusSeconds(1_000_000))));
        String row =
                TextPicture.of(spans, 47, false).lines().skip(3).findFirst().orElse("");
        assertEquals("  fra " + "─".repeat(20) + "█" + "─".repeat(19), row);
    }

    @Test
    void curvesAndBandsSayTheirEnds() {
        Curves curves = new Curves(
                FRAME,
                Curves.Style.SHARES,
                List.of(new Curves.Curve("fra", List.of(new Curves.Point(0, 50), new Curves.Point(20, 100)))));
        String text = TextPicture.of(curves, 60, false);
        assertTrue(text.contains("     100 │") && text.contains("       0 │⡇"), text);
        assertTrue(text.contains("          0.1"), text);
        Curves flat = new Curves(
                FRAME,
                Curves.Style.LINES,
                List.of(new Curves.Curve("fra", List.of(new Curves.Point(1, 0), new Curves.Point(20, 0)))));
        String line = TextPicture.of(flat, 60, false);
        assertTrue(line.contains("     0.1 │") && line.contains("       0 │⣀"), line);
        Bands bands = new Bands(
                FRAME,
                List.of(new Bands.Panel(
                        "fra",
                        List.of(
                                new Bands.Moment(START, List.of(new Bands.Range(1, 80)), 2, 0),
                                new Bands.Moment(START.plusSeconds(3600), List.of(new Bands.Range(1, 4)), 2, 0)))));
        String band = TextPicture.of(bands, 60, false);
        assertTrue(band.contains("      80 │") && band.contains("2026-01-05 01:00"), band);
        assertTrue(band.contains("       1 │"), band);
    }

    @Test
    void whereNothingIsThatIsSaid() {
        assertTrue(TextPicture.of(new Bands(FRAME, List.of()), 60, false).endsWith("nothing to draw\n"));
    }
}
