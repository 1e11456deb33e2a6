package org.isochrone.probe.watch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.probe.http.HttpUrl;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * How a person says what to probe with: {@code icmp}, {@code tcp[:PORT]}, {@code dns[:PORT]}, {@code http[:PORT]} or
 * {@code https[:PORT]}. Immutable.
 *
 * @param method how to probe
 * @param port 1 to 65535; 0 for ICMP
 * @param tls whether HTTP goes over TLS
 */
public record WatchMethod(ProbeMethod method, int port, boolean tls) {
    /** ICMP echo. */
    public static final WatchMethod ICMP = new WatchMethod(ProbeMethod.ICMP, 0, false);

    private static final Pattern FORM = Pattern.compile("(icmp)|(tcp|dns|https?)(?::(\\d{1,5}))?");
    private static final int MAX_PORT = 65_535;

    /**
     * Parses it.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static WatchMethod parse(String text) {
        Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw refused(text);
        }
        if (matcher.group(1) != null) {
            return ICMP;
        }
        WatchMethod usual = switch (matcher.group(2)) {
            case "tcp" -> new WatchMethod(ProbeMethod.TCP, 80, false);
            case "dns" -> new WatchMethod(ProbeMethod.DNS, 53, false);
            case "http" -> new WatchMethod(ProbeMethod.HTTP, 80, false);
            default -> new WatchMethod(ProbeMethod.HTTP, 443, true);
        };
        String port = matcher.group(3);
        int number = port == null ? usual.port : Integer.parseInt(port);
        if (number < 1 || number > MAX_PORT) {
            throw refused(text);
        }
        return new WatchMethod(usual.method, number, usual.tls);
    }

    /** Returns what a URL says. */
    public static WatchMethod of(HttpUrl url) {
        return new WatchMethod(ProbeMethod.HTTP, url.port(), url.tls());
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "must be icmp, tcp, dns, http or https, all but the first with :PORT in [1..65535] if need be: '" + text
                        + "'");
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        String name = method.name().toLowerCase(Locale.ROOT) + (tls ? "s" : "");
        return port == 0 ? name : name + ":" + port;
    }
}
