package org.isochrone.steering.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of HTTP statuses as text: {@code 200}, {@code 200-299}, {@code 200-299,404}; each of three digits, 100 to 599.
 * Immutable.
 *
 * @param ranges at least one, in the order in which they were given
 */
public record StatusRanges(List<Range> ranges) {
    /** Whatever says that the server works, even if it does not let us in: all but the server's own failures. */
    public static final StatusRanges DEFAULT = new StatusRanges(List.of(new Range(200, 499)));

    private static final String LEGAL = "must be statuses in [100..599], such as 200 or 200-299,404";
    private static final Pattern FORM = Pattern.compile("([1-5][0-9]{2})(?:-([1-5][0-9]{2}))?");

    /**
     * A span of statuses.
     *
     * @param first the lowest
     * @param last the highest
     */
    public record Range(int first, int last) {
        /** Rejects an empty span. */
        public Range {
            if (first < 100 || last > 599 || first > last) {
                throw new IllegalArgumentException(LEGAL + ": " + first + "-" + last);
            }
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Copies the list. */
    public StatusRanges {
        ranges = List.copyOf(ranges);
        if (ranges.isEmpty()) {
            throw new IllegalArgumentException(LEGAL + ": none");
        }
    }

    /**
     * Parses the form above.
     *
     * @throws IllegalArgumentException saying what is legal
     */
    public static StatusRanges parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            Matcher matcher = FORM.matcher(item);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(LEGAL + ": '" + text + "'");
            }
            int first = Integer.parseInt(matcher.group(1));
            ranges.add(new Range(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2))));
        }
        return new StatusRanges(ranges);
    }

    /** Tells whether {@code status} is among them. */
    public boolean contains(int status) {
        return ranges.stream().anyMatch(range -> status >= range.first() && status <= range.last());
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
    }
}
