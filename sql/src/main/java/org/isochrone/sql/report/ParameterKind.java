package org.isochrone.sql.report;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.prefix.Prefix;

/**
 * What a parameter of a report may be: the words in its header up to the first {@code ;} or {@code ,}. One of
 *
 * <pre>
 * LOW..HIGH                        a whole number
 * a zone's name                    of any zone that is known, or was
 * a zone of the period             its name
 * ADDRESS/LENGTH                   a prefix in canonical form
 * two capital letters              a country
 * YYYY-MM-DD HH:MM:SS (UTC)        a moment
 * 'WORD' or 'WORD' or …            one of these
 * </pre>
 */
sealed interface ParameterKind {
    /** Returns what is wrong with {@code value}, completing "NAME must be", or nothing if it is legal. */
    Optional<String> refusal(String value, Zones zones);

    /** The zones that exist. */
    interface Zones {
        /** Returns their names, in order: those of the period, or all. */
        List<String> names(boolean ofThePeriod);
    }

    /** Reads the words. */
    static Optional<ParameterKind> parse(String words) {
        List<Function<String, Optional<ParameterKind>>> readers =
                List.of(Whole::read, ZoneName::read, Text::read, Choice::read);
        return readers.stream().flatMap(reader -> reader.apply(words).stream()).findFirst();
    }

    /**
     * A whole number.
     *
     * @param low the least
     * @param high the largest
     */
    record Whole(int low, int high) implements ParameterKind {
        private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
        private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

        private static Optional<ParameterKind> read(String words) {
            Matcher range = RANGE.matcher(words);
            return range.matches()
                    ? Optional.of(new Whole(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2))))
                    : Optional.empty();
        }

        @Override
        public Optional<String> refusal(String value, Zones zones) {
            boolean legal = NUMBER.matcher(value).matches()
                    && Integer.parseInt(value) >= low
                    && Integer.parseInt(value) <= high;
            return legal ? Optional.empty() : Optional.of(low + ".." + high);
        }
    }

    /**
     * The name of a zone.
     *
     * @param ofThePeriod whether the current period must have it
     */
    record ZoneName(boolean ofThePeriod) implements ParameterKind {
        private static Optional<ParameterKind> read(String words) {
            return switch (words) {
                case "a zone's name" -> Optional.of(new ZoneName(false));
                case "a zone of the period" -> Optional.of(new ZoneName(true));
                default -> Optional.empty();
            };
        }

        @Override
        public Optional<String> refusal(String value, Zones zones) {
            List<String> names = zones.names(ofThePeriod);
            return names.contains(value)
                    ? Optional.empty()
                    : Optional.of(
                            "a zone" + (ofThePeriod ? " of the period" : "") + " (" + String.join(", ", names) + ")");
        }
    }

    /** What is written in a form of its own. */
    enum Text implements ParameterKind {
        /** A prefix in canonical form. */
        PREFIX("ADDRESS/LENGTH"),
        /** A country. */
        COUNTRY("two capital letters"),
        /** A moment of UTC. */
        MOMENT("YYYY-MM-DD HH:MM:SS (UTC)");

        private static final DateTimeFormatter SECONDS =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
        private static final Pattern LETTERS = Pattern.compile("[A-Z]{2}");

        private final String words;

        Text(String words) {
            this.words = words;
        }

        private static Optional<ParameterKind> read(String words) {
            return List.of(values()).stream()
                    .filter(text -> text.words.equals(words))
                    .<ParameterKind>map(text -> text)
                    .findFirst();
        }

        @Override
        public Optional<String> refusal(String value, Zones zones) {
            try {
                boolean legal = switch (this) {
                    case PREFIX -> Prefix.parse(value).toString().equals(value);
                    case COUNTRY -> LETTERS.matcher(value).matches();
                    case MOMENT ->
                        LocalDateTime.parse(value, SECONDS).format(SECONDS).equals(value);
                };
                return legal ? Optional.empty() : Optional.of(words);
            } catch (DateTimeParseException e) {
                return Optional.of(words);
            } catch (IllegalArgumentException e) {
                return Optional.of(words + " (" + e.getMessage() + ")");
            }
        }
    }

    /**
     * One of some words.
     *
     * @param legal them
     */
    record Choice(List<String> legal) implements ParameterKind {
        private static Optional<ParameterKind> read(String words) {
            List<String> quoted = List.of(words.split(" or ", -1));
            return quoted.stream().allMatch(word -> word.matches("'[^']+'"))
                    ? Optional.of(new Choice(quoted.stream()
                            .map(word -> word.substring(1, word.length() - 1))
                            .toList()))
                    : Optional.empty();
        }

        @Override
        public Optional<String> refusal(String value, Zones zones) {
            return legal.contains(value) ? Optional.empty() : Optional.of("one of " + String.join(", ", legal));
        }
    }
}
