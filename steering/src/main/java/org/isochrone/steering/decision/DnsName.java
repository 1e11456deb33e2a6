package org.isochrone.steering.decision;

import java.util.ArrayList;
import java.util.List;

/** Names as steering writes them: lower case, labels joined by dots, no trailing dot. */
final class DnsName {
    private DnsName() {}

    /** Returns the name without its first label; empty for a single label. */
    static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }

    /** Returns every name above {@code name} but the root, nearest first. */
    static List<String> ancestors(String name) {
        List<String> above = new ArrayList<>();
        for (String up = parent(name); !up.isEmpty(); up = parent(up)) {
            above.add(up);
        }
        return above;
    }

    /** Returns what stands before {@code .suffix}, or an empty text if {@code name} is not below {@code suffix}. */
    static String below(String name, String suffix) {
        int cut = name.length() - suffix.length() - 1;
        return cut > 0 && name.charAt(cut) == '.' && name.endsWith(suffix) ? name.substring(0, cut) : "";
    }
}
