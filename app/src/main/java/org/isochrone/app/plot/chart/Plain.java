package org.isochrone.app.plot.chart;

import java.io.Serial;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;

/** Writes numbers beside an axis with three digits that count and no more zeros than needed: 0.25, 1.5, 64, 128. */
final class Plain extends NumberFormat {
    @Serial
    private static final long serialVersionUID = 1;

    private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    @Override
    public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
        return to.append(
                BigDecimal.valueOf(number).round(DIGITS).stripTrailingZeros().toPlainString());
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
