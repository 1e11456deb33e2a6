package org.isochrone.app.plot.chart;

import java.io.Serial;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import org.isochrone.app.plot.Labels;

/** Writes numbers beside an axis as {@link Labels#number} does. */
final class Plain extends NumberFormat {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
        return to.append(Labels.number(number));
    }

    @Override
    public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
        return to.append(number);
    }

    @Override
    public Number parse(String source, ParsePosition position) {
        throw new UnsupportedOperationException("writes only");
    }
}
