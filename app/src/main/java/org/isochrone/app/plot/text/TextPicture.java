package org.isochrone.app.plot.text;

import org.isochrone.app.plot.Bands;
import org.isochrone.app.plot.Bars;
import org.isochrone.app.plot.Curves;
import org.isochrone.app.plot.HeatMap;
import org.isochrone.app.plot.Picture;
import org.isochrone.app.plot.Spans;

/** A picture as lines of text. */
public final class TextPicture {
    /** Less cannot be read. */
    static final int LEAST_WIDTH = 40;

    private TextPicture() {}

    /**
     * Returns a picture as text, each line ended.
     *
     * @param width in characters; at least 40 are used
     * @param colours whether escape sequences for colours may be in it
     */
    public static String of(Picture picture, int width, boolean colours) {
        Ink ink = new Ink(colours);
        int columns = Math.max(LEAST_WIDTH, width);
        String body = picture.isEmpty()
                ? "  nothing to draw\n"
                : switch (picture) {
                    case HeatMap heat -> TextHeat.of(heat, ink);
                    case Bands bands -> TextBands.of(bands, columns, ink);
                    case Curves curves -> TextCurves.of(curves, columns, ink);
                    case Bars bars -> TextBars.of(bars, columns, ink);
                    case Spans spans -> TextSpans.of(spans, columns, ink);
                };
        return ink.bold(picture.frame().title()) + "\n" + picture.frame().caption() + "\n\n" + body;
    }
}
