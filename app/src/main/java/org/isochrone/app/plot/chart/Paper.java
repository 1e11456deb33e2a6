package org.isochrone.app.plot.chart;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.font.GlyphVector;
import java.text.AttributedCharacterIterator;

/** What an SVG is drawn on. It fills letters where its parent draws round them. Not safe for several threads. */
final class Paper extends VectorGraphics2D {
    @Override
    public void drawGlyphVector(GlyphVector letters, float x, float y) {
        fill(letters.getOutline(x, y));
    }

    @Override
    public void drawString(AttributedCharacterIterator text, float x, float y) {
        StringBuilder plain = new StringBuilder();
        for (char each = text.first(); each != AttributedCharacterIterator.DONE; each = text.next()) {
            plain.append(each);
        }
        drawString(plain.toString(), x, y);
    }
}
