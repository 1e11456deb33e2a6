package org.isochrone.app.plot.chart;

import java.awt.Color;

/**
 * Colours from yellow over green and blue to violet: even steps for the eye, in grey as well, and for the colour-blind.
 * Eleven colours of the map "viridis" by van der Walt and Smith (matplotlib, CC0), with straight lines between them.
 */
final class Viridis {
    private static final int[] FROM_FAST = {
        0xFDE725, 0xBDDF26, 0x7AD151, 0x44BF70, 0x22A884, 0x21918C, 0x2A788E, 0x355F8D, 0x414487, 0x482475, 0x440154
    };

    private Viridis() {}

    /** Returns the colour at {@code heat}, 0 to 1: the higher, the darker. */
    static Color at(double heat) {
        double place = heat * (FROM_FAST.length - 1);
        int below = Math.min((int) place, FROM_FAST.length - 2);
        Color one = new Color(FROM_FAST[below]);
        Color other = new Color(FROM_FAST[below + 1]);
        double share = place - below;
        return new Color(
                between(one.getRed(), other.getRed(), share),
                between(one.getGreen(), other.getGreen(), share),
                between(one.getBlue(), other.getBlue(), share));
    }

    /** Returns black or white, whichever can be read on the colour at {@code heat}. */
    static Color inkOn(double heat) {
        return heat < 0.5 ? Theme.INK : Color.WHITE;
    }

    private static int between(int one, int other, double share) {
        return (int) Math.round(one + share * (other - one));
    }
}
