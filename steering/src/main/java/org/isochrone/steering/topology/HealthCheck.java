package org.isochrone.steering.topology;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How every peer checks the endpoints of a zone: the {@code health} object of the zone's {@code steering}, whose form
 * stands in {@link HealthCheckJson}. Immutable. Each kind rejects values out of its documented range.
 */
public sealed interface HealthCheck {
    /** What holds for a zone that says nothing: its endpoints accept TCP connections. */
    HealthCheck DEFAULT = new Tcp(OptionalInt.empty());

    /**
     * The endpoint accepts a TCP connection.
     *
     * @param port instead of the endpoint's, 1 to 65535
     */
    record Tcp(OptionalInt port) implements HealthCheck {
        /** Rejects a port out of range. */
        public Tcp {
            port.ifPresent(HealthCheck::requirePort);
        }
    }

    /**
     * A GET is answered with one of the statuses, and with a body that holds the text; over TLS if the endpoint's URL
     * begins with {@code https:}.
     *
     * @param port instead of the endpoint's, 1 to 65535
     * @param path begins with a slash; printable US-ASCII without blanks, at most {@link #MAX_TEXT} characters
     * @param statuses which are good
     * @param body what the first 64 KiB of the body must hold; empty if anything will do; at most {@link #MAX_TEXT}
     *     characters
     * @param insecure whether a certificate is taken that nobody vouches for, or that names another host
     */
    record Http(OptionalInt port, String path, StatusRanges statuses, String body, boolean insecure)
            implements HealthCheck {
        private static final Pattern PATH = Pattern.compile("/[!-~]*");

        /** The path that is asked for unless another is given. */
        static final String DEFAULT_PATH = "/";

        /** Rejects values out of range. */
        public Http {
            port.ifPresent(HealthCheck::requirePort);
            path(path);
            text(body);
        }

        /** Returns {@code text} if it is a legal path. */
        static String path(String text) {
            if (!PATH.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "must begin with '/' and hold printable US-ASCII without blanks: '" + text + "'");
            }
            return text(text);
        }
    }

    /**
     * The endpoint's host answers a DNS question with the response code, and with the answer among its records.
     *
     * @param port 1 to 65535; {@value #DEFAULT_PORT} unless another is given
     * @param question what is asked
     * @param rcode one of {@link #RCODES}
     * @param answer the data of a record, as zone files write it; empty if any answer will do
     */
    record Dns(int port, DnsQuestionText question, String rcode, String answer) implements HealthCheck {
        /** Where name servers listen. */
        public static final int DEFAULT_PORT = 53;

        /** The response code that is expected unless another is given. */
        static final String DEFAULT_RCODE = "NOERROR";

        /** The response codes that may be expected. */
        static final Set<String> RCODES = Set.of("NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED");

        /** Rejects values out of range. */
        public Dns {
            requirePort(port);
            rcode(rcode);
            text(answer);
        }

        /** Returns {@code text} if it is a response code. */
        static String rcode(String text) {
            if (!RCODES.contains(text)) {
                throw new IllegalArgumentException("must be one of " + new TreeSet<>(RCODES) + ": '" + text + "'");
            }
            return text;
        }
    }

    /** The endpoint's host answers an ICMP echo request. */
    record Icmp() implements HealthCheck {}

    /**
     * A program ends with exit code 0.
     *
     * @param name a file in the folder {@code [Health] Commands} of the peer, so that who writes a topology cannot
     *     choose freely what peers execute: 1 to 64 letters, digits, {@code .}, {@code -}, {@code _}, and no dot first
     * @param arguments at most {@value #MOST_ARGUMENTS}, handed over as they are: no shell reads them
     */
    record Command(String name, List<String> arguments) implements HealthCheck {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

        /** How many arguments there may be. */
        static final int MOST_ARGUMENTS = 32;

        /** Copies the list and rejects values out of range. */
        public Command {
            name(name);
            arguments = List.copyOf(arguments);
            arguments.forEach(Command::argument);
            if (arguments.size() > MOST_ARGUMENTS) {
                throw new IllegalArgumentException("must have [0.." + MOST_ARGUMENTS + "] items: " + arguments.size());
            }
        }

        /** Returns {@code text} if it is the name of a file in a folder. */
        static String name(String text) {
            if (!NAME.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "must be the name of a file in [Health] Commands (1 to 64 letters, digits, '.', '-', '_', no dot"
                                + " first): '" + text + "'");
            }
            return text;
        }

        /** Returns {@code text} if a program can be given it. */
        static String argument(String text) {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("must not hold a NUL character");
            }
            return text(text);
        }
    }

    /** The longest path, body text, answer or argument, characters. */
    int MAX_TEXT = 1024;

    /** The highest port. */
    int MAX_PORT = 65_535;

    private static void requirePort(int port) {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port must be in [1.." + MAX_PORT + "]: " + port);
        }
    }

    /** Returns {@code text} if it is not too long. */
    static String text(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("must have at most " + MAX_TEXT + " characters: " + text.length());
        }
        return text;
    }
}
