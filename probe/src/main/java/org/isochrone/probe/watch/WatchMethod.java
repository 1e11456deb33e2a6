package org.isochrone.probe.watch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.burst.ProbeMethod;

/**
 * How a person says what to probe with: {@code icmp}, {@code tcp[:PORT]} or {@code dns[:PORT]}. Immutable.
 *
 * @param method how to probe
 * @param port 1 to 65535; 0 for ICMP
 */
public record WatchMethod(ProbeMethod method, int port) {
    /** ICMP echo. */
    public static final WatchMethod ICMP = new WatchMethod(ProbeMethod.ICMP, 0);

    private static final Pattern FORM = Pattern.compile("(icmp)|(tcp|dns)(?::(\\d{1,5}))?");
    private static final int HTTP_PORT = 80;
    private static final int DNS_PORT = 53;
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
        ProbeMethod method = matcher.group(2).equals("tcp") ? ProbeMethod.TCP : ProbeMethod.DNS;
        String port = matcher.group(3);
        if (port == null) {
            return new WatchMethod(method, method == ProbeMethod.TCP ? HTTP_PORT : DNS_PORT);
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > MAX_PORT) {
            throw refused(text);
        }
        return new WatchMethod(method, number);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException(
                "must be icmp, tcp, tcp:PORT, dns or dns:PORT with a port in [1..65535]: '" + text + "'");
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        String name = method.name().toLowerCase(Locale.ROOT);
        return port == 0 ? name : name + ":" + port;
    }
}
