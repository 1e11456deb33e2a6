package org.isochrone.app.plot;

/**
 * What stands around a picture. Immutable.
 *
 * @param title the question that it answers
 * @param caption what is drawn, with its unit
 * @param xLabel of the axis from left to right, with its unit; empty if it needs none
 * @param yLabel of the axis from bottom to top, with its unit; empty if it needs none
 */
public record Frame(String title, String caption, String xLabel, String yLabel) {
    /** Returns it with a note behind its caption. */
    Frame noting(String note) {
        return new Frame(title, caption.isEmpty() ? note : caption + "; " + note, xLabel, yLabel);
    }
}
