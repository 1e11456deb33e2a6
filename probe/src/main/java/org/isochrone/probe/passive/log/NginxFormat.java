package org.isochrone.probe.passive.log;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.config.InvalidInputException;

/**
 * Takes an nginx {@code log_format} apart: the text of the format alone, or the whole statement with its name,
 * {@code escape=} and quoted pieces. {@code $tcpinfo_rtt} is {@code tcpi_rtt} of TCP_INFO when the line is written: the
 * kernel's smoothed round trip in microseconds of the connection that nginx itself accepted.
 *
 * <p>So the client is who opened that connection: {@code $realip_remote_addr} where the format has it, else
 * {@code $remote_addr}. What a proxy says in a header, such as X-Forwarded-For, names somebody behind the connection.
 *
 * <p>By default nginx writes a quote, a backslash and every control character of a value as {@code \xXX}; with
 * {@code escape=json} it puts a backslash before a quote, as JSON does. Either way a backslash stands before the next
 * byte, so both are read alike. With {@code escape=none} quotes delimit nothing.
 */
final class NginxFormat {
    private static final String WHERE = "--log-format";
    private static final Pattern STATEMENT =
            Pattern.compile("\\s*log_format\\s+\\S+(?:\\s+escape=(\\w+))?\\s+(.*?);?\\s*", Pattern.DOTALL);
    private static final Pattern PIECE =
            Pattern.compile("\\G\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z0-9_]+)\\}|([A-Za-z0-9_]+))");
    private static final Map<String, Role> ROLES = Map.of(
            "remote_addr", Role.ADDRESS,
            "realip_remote_addr", Role.ADDRESS,
            "tcpinfo_rtt", Role.MICROS,
            "time_local", Role.CLOCK,
            "time_iso8601", Role.INSTANT,
            "msec", Role.INSTANT);
    private static final List<String> NUMBERS = List.of(
            "status",
            "body_bytes_sent",
            "bytes_sent",
            "request_length",
            "request_time",
            "connection",
            "connection_requests",
            "connection_time",
            "remote_port",
            "realip_remote_port",
            "server_port",
            "tcpinfo_rttvar",
            "tcpinfo_snd_cwnd",
            "tcpinfo_rcv_space",
            "pid",
            "gzip_ratio");

    /** Words that nginx or TLS chose, not the client. */
    private static final List<String> NAMES = List.of(
            "request_id", "scheme", "server_name", "server_addr", "hostname", "pipe", "ssl_protocol", "ssl_cipher");

    private NginxFormat() {}

    /**
     * Takes a format apart.
     *
     * @throws InvalidInputException if the statement's quotes or {@code escape} are not understood
     */
    static LineFormat parse(String text) {
        Matcher statement = STATEMENT.matcher(text);
        boolean escapes = true;
        String format = text;
        if (statement.matches()) {
            String escape = statement.group(1) == null ? "default" : statement.group(1);
            if (!List.of("default", "json", "none").contains(escape)) {
                throw new InvalidInputException(WHERE, "escape must be default, json or none: '" + escape + "'");
            }
            escapes = !escape.equals("none");
            format = pieces(statement.group(2));
        }
        return fields(format, escapes);
    }

    private static LineFormat fields(String format, boolean escapes) {
        LineFormat.Builder builder = new LineFormat.Builder();
        boolean realip = format.matches("(?s).*\\$\\{?realip_remote_addr\\b.*");
        Matcher variable = VARIABLE.matcher(format);
        int at = 0;
        while (variable.find()) {
            builder.literal(format.substring(at, variable.start()));
            at = variable.end();
            String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
            builder.field(field(name, realip && name.equals("remote_addr"), escapes));
        }
        return builder.literal(format.substring(at)).build();
    }

    private static Field field(String name, boolean overruled, boolean escapes) {
        String shown = "$" + name;
        Role role = overruled ? Role.OTHER : ROLES.getOrDefault(name, Role.OTHER);
        return switch (role) {
            case ADDRESS -> Field.narrow(shown, role, Field.ADDRESS);
            case MICROS -> Field.narrow(shown, role, Field.NUMBER);
            case CLOCK -> Field.narrow(shown, role, Field.CLOCK);
            case INSTANT -> Field.narrow(shown, role, Field.INSTANT);
            case OTHER, ADDRESS_AND_PORT, MILLIS -> other(name, shown, escapes);
        };
    }

    private static Field other(String name, String shown, boolean escapes) {
        if (NUMBERS.contains(name)) {
            return Field.narrow(shown, Role.OTHER, Field.NUMBER);
        }
        return NAMES.contains(name)
                ? Field.narrow(shown, Role.OTHER, Field.NAME)
                : Field.free(shown, escapes ? ByteSet.ALL.withoutControlsAnd("\"") : ByteSet.ALL, escapes);
    }

    /** Joins the quoted pieces of a statement, as nginx does. */
    private static String pieces(String quoted) {
        StringBuilder joined = new StringBuilder();
        Matcher piece = PIECE.matcher(quoted);
        int end = 0;
        while (piece.find()) {
            String inside = piece.group(1) == null ? piece.group(2) : piece.group(1);
            joined.append(unescaped(inside));
            end = piece.end();
        }
        if (!quoted.substring(end).isBlank()) {
            throw new InvalidInputException(
                    WHERE,
                    "must be quoted pieces behind the name of the format: '"
                            + quoted.substring(end).strip() + "'");
        }
        return joined.toString();
    }

    /** What nginx makes of a backslash in its configuration: of quotes and backslashes themselves, and of tabs. */
    private static String unescaped(String piece) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            boolean last = i + 1 == piece.length();
            char next = last ? ' ' : piece.charAt(i + 1);
            if (c != '\\' || last || "\"'\\trn".indexOf(next) < 0) {
                plain.append(c);
            } else {
                plain.append(next == 't' ? '\t' : next == 'r' ? '\r' : next == 'n' ? '\n' : next);
                i++;
            }
        }
        return plain.toString();
    }
}
