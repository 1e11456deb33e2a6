package org.isochrone.sql.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a report becomes a picture: which of its columns plays which role. Its grammar:
 *
 * <pre>
 * kind (" " role "=" column ("," column)*)*
 * </pre>
 *
 * @param kind what is drawn
 * @param roles columns by role; a role that is left out has none
 */
public record PlotRule(Kind kind, Map<String, List<String>> roles) {
    /** What is drawn. */
    public enum Kind {
        /** A colour for each x and y; {@code weight} says which rows matter most where there are too many. */
        HEAT("x", "y", "value", "weight"),
        /** Quantiles over time: the band between each {@code low} and {@code high}, the widest first. */
        BAND("x", "low", "high", "middle", "loss", "panel"),
        /** The share of {@code weight} whose value is at most so large; a curve for each {@code by}. */
        CDF("value", "weight", "by"),
        /** A line from point to point; a line for each {@code y} and {@code by}. */
        LINES("x", "y", "by"),
        /** A dot for each row; a colour for each {@code by}. */
        DOTS("x", "y", "by"),
        /** A bar for each row and each of {@code y}. */
        BARS("x", "y"),
        /** A bar for each row, made of each of {@code y}. */
        STACK("x", "y"),
        /** A state from one time to another, in the row that {@code row} names. */
        SPANS("row", "from", "to", "state");

        private final String roles;

        Kind(String... roles) {
            this.roles = String.join(", ", roles);
        }

        private boolean has(String role) {
            return List.of(roles.split(", ", -1)).contains(role);
        }
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if there is no such kind or role
     */
    public static PlotRule parse(String text) {
        List<String> words = Arrays.asList(text.strip().split("\\s+", -1));
        Kind kind = Kind.valueOf(words.getFirst().toUpperCase(Locale.ROOT));
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (String word : words.subList(1, words.size())) {
            int equals = word.indexOf('=');
            if (equals < 0 || !kind.has(word.substring(0, equals))) {
                throw new IllegalArgumentException(
                        "a plot of kind " + words.getFirst() + " has the roles " + kind.roles + ": '" + word + "'");
            }
            roles.put(
                    word.substring(0, equals),
                    List.of(word.substring(equals + 1).split(",", -1)));
        }
        return new PlotRule(kind, roles);
    }

    /** Returns the columns of a role, none if it was left out. */
    public List<String> columns(String role) {
        return roles.getOrDefault(role, List.of());
    }

    /** Returns every column that plays a role. */
    public List<String> columns() {
        List<String> all = new ArrayList<>();
        roles.values().forEach(all::addAll);
        return all;
    }
}
