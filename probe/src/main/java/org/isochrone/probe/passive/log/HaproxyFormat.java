package org.isochrone.probe.passive.log;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.steering.config.InvalidInputException;

/**
 * Takes a HAProxy {@code log-format} apart. {@code %[fc_rtt(us)]} is {@code tcpi_rtt} of TCP_INFO of the client's
 * connection when the line is written, in microseconds; {@code %[fc_rtt]} is the same in whole milliseconds, rounded
 * down. A hyphen stands for a connection that has none.
 *
 * <p>HAProxy does not escape what clients send in samples such as captured headers, so no such field delimits itself:
 * whatever is needed must stand before the first or behind the last of them.
 */
final class HaproxyFormat {
    private static final Pattern TOKEN = Pattern.compile("%%|%(?:\\{([^}]*)\\})?(\\[([^\\]]*)\\]|[A-Za-z]+|)");
    private static final Map<String, Role> ROLES = Map.ofEntries(
            Map.entry("ci", Role.ADDRESS),
            Map.entry("[src]", Role.ADDRESS),
            Map.entry("[fc_src]", Role.ADDRESS),
            Map.entry("[fc_rtt]", Role.MILLIS),
            Map.entry("[fc_rtt()]", Role.MILLIS),
            Map.entry("[fc_rtt(ms)]", Role.MILLIS),
            Map.entry("[fc_rtt(us)]", Role.MICROS),
            Map.entry("t", Role.CLOCK),
            Map.entry("tr", Role.CLOCK),
            Map.entry("T", Role.CLOCK),
            Map.entry("Tl", Role.CLOCK),
            Map.entry("trl", Role.CLOCK),
            Map.entry("trg", Role.CLOCK),
            Map.entry("Ts", Role.INSTANT));

    private static final Set<String> NUMBERS = Stream.of(
                    "cp",
                    "fp",
                    "bp",
                    "sp",
                    "ST",
                    "B",
                    "U",
                    "Ta",
                    "Tc",
                    "Td",
                    "Th",
                    "Ti",
                    "Tq",
                    "TR",
                    "Tr",
                    "Tt",
                    "Tu",
                    "Tw",
                    "ac",
                    "bc",
                    "fc",
                    "sc",
                    "rc",
                    "sq",
                    "bq",
                    "ms",
                    "pid",
                    "lc",
                    "rt",
                    "[fc_rttvar]",
                    "[fc_rttvar(us)]",
                    "[fc_rttvar(ms)]")
            .collect(Collectors.toUnmodifiableSet());

    /** What the operator names, and states of one word. */
    private static final Set<String> NAMES = Set.of("b", "f", "ft", "s", "H", "ts", "tsc", "bi", "fi", "si");

    private HaproxyFormat() {}

    /**
     * Takes a format apart.
     *
     * @throws InvalidInputException if a flag makes a needed field unreadable
     */
    static LineFormat parse(String text) {
        LineFormat.Builder builder = new LineFormat.Builder();
        Matcher token = TOKEN.matcher(text);
        int at = 0;
        while (token.find()) {
            // In the configuration a blank outside quotes is written with a backslash.
            builder.literal(text.substring(at, token.start()).replace("\\ ", " "));
            at = token.end();
            String name = token.group(2);
            if (token.group().equals("%%")) {
                builder.literal('%');
            } else if (name.equals("o")) {
                plain(token, "every field");
            } else if (name.isEmpty()) {
                throw new InvalidInputException("--log-format", "must name a field behind '" + token.group() + "'");
            } else {
                field(builder, token, name.replaceAll("\\s", ""));
            }
        }
        return builder.literal(text.substring(at).replace("\\ ", " ")).build();
    }

    private static void field(LineFormat.Builder builder, Matcher token, String name) {
        Role role = ROLES.getOrDefault(name, Role.OTHER);
        String shown = "%" + name;
        boolean quoted = flags(token).contains("+Q");
        if (role != Role.OTHER) {
            plain(token, shown);
        }
        if (quoted) {
            builder.literal('"');
        }
        builder.field(
                switch (role) {
                    case ADDRESS -> Field.narrow(shown, role, Field.ADDRESS);
                    case MICROS, MILLIS -> Field.narrow(shown, role, Field.NUMBER);
                    case CLOCK -> Field.narrow(shown, role, Field.CLOCK);
                    case INSTANT -> Field.narrow(shown, role, Field.INSTANT);
                    case OTHER, ADDRESS_AND_PORT -> other(name, shown);
                });
        if (quoted) {
            builder.literal('"');
        }
    }

    private static Field other(String name, String shown) {
        return NUMBERS.contains(name)
                ? Field.narrow(shown, Role.OTHER, Field.NUMBER)
                : NAMES.contains(name)
                        ? Field.narrow(shown, Role.OTHER, Field.NAME)
                        : Field.free(shown, ByteSet.ALL, false);
    }

    private static String flags(Matcher token) {
        return token.group(1) == null ? "" : token.group(1);
    }

    /** Hexadecimal numbers and RFC 5424's escapes are not read. */
    private static void plain(Matcher token, String what) {
        if (flags(token).matches(".*\\+[XE].*")
                || (what.equals("every field") && flags(token).contains("+"))) {
            throw new InvalidInputException(
                    "--log-format", "must have no flags on " + what + ": '" + token.group() + "'");
        }
    }
}
