package org.isochrone.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What fping tells netdata about its targets, one report after the other. Not safe for several threads. */
final class FpingReports {
    private static final String CHART = "BEGIN fping.";

    private final Map<String, List<String>> rtts = new HashMap<>();
    private String host = "";
    private String chart = "";
    private String min = "";
    private int received;

    /** Takes in a line. */
    void line(String line) {
        if (line.startsWith(CHART)) {
            int end = line.lastIndexOf('_');
            host = line.substring(CHART.length(), end);
            chart = line.substring(end + 1);
        } else if (chart.equals("packets") && line.startsWith("SET rcv = ")) {
            received = Integer.parseInt(value(line));
        } else if (chart.equals("latency") && line.startsWith("SET min = ")) {
            min = value(line);
        } else if (chart.equals("latency") && line.startsWith("SET max = ")) {
            add(value(line));
        }
    }

    private static String value(String line) {
        return line.substring(line.indexOf('=') + 2);
    }

    private void add(String max) {
        if (received > 2) {
            throw new IllegalStateException("fping reports only two of " + received + " RTTs to " + host);
        }
        rtts.computeIfAbsent(host, any -> new ArrayList<>()).add(received == 1 ? min : min + "&" + max);
    }

    /** Returns the RTTs to {@code address} in order; two with a {@code &} between came in one report. */
    List<String> of(String address) {
        return rtts.getOrDefault(address.replace('.', '_').replace(':', '_'), List.of());
    }
}
