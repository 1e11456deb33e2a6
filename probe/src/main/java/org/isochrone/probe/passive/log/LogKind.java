package org.isochrone.probe.passive.log;

import java.util.Optional;
import org.isochrone.steering.config.InvalidInputException;

/** Which program wrote a log. */
public enum LogKind {
    /** nginx, with {@code $tcpinfo_rtt} in its {@code log_format}. */
    NGINX,
    /** HAProxy, with {@code fc_rtt} in its {@code log-format}; what syslog writes before the message is passed over. */
    HAPROXY,
    /** A table with the columns {@code time,client,rtt_us}. */
    CSV;

    private static final String WHERE = "--log-format";

    /**
     * Plans how to read lines; empty for {@link #CSV}, whose header tells.
     *
     * @throws InvalidInputException if the pattern is missing, superfluous, or cannot be read by
     */
    Optional<LinePlan> plan(String pattern) {
        boolean given = !pattern.isBlank();
        return switch (this) {
            case NGINX -> Optional.of(LinePlan.of(NginxFormat.parse(needed(pattern)), WHERE));
            case HAPROXY -> Optional.of(LinePlan.of(HaproxyFormat.parse(needed(pattern)), WHERE));
            case CSV -> {
                if (given) {
                    throw new InvalidInputException(WHERE, "must not be given for csv, whose header tells the columns");
                }
                yield Optional.empty();
            }
        };
    }

    private static String needed(String pattern) {
        if (pattern.isBlank()) {
            throw new InvalidInputException(
                    WHERE, "is missing: the text of nginx's log_format or HAProxy's log-format");
        }
        return pattern;
    }

    /** Returns where the message begins: HAProxy's behind a header of syslog, which ends with a process id. */
    int messageStart(byte[] line, int from, int to) {
        if (this != HAPROXY) {
            return from;
        }
        int at = from;
        while (at < to && line[at] != '[') {
            at++;
        }
        int digits = at + 1;
        while (digits < to && line[digits] >= '0' && line[digits] <= '9') {
            digits++;
        }
        boolean header = digits > at + 1
                && digits + 2 < to
                && line[digits] == ']'
                && line[digits + 1] == ':'
                && line[digits + 2] == ' ';
        return header ? digits + 3 : from;
    }
}
