package org.isochrone.app.plot;

/** What a report shows as a picture, before anybody has chosen pixels, lines or characters. Immutable. */
public sealed interface Picture permits HeatMap, Bands, Curves, Bars, Spans {
    /** Returns what stands around it. */
    Frame frame();

    /** Tells whether nothing is there to be drawn. */
    boolean isEmpty();
}
