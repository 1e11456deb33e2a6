package org.isochrone.app.config;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;

/**
 * The sysconfig file of {@code low-latency-pdns-plugin}: where the database is, whether more is logged than usual, and
 * who the peers are. What the configuration file says too, holds there; where both differ that is told.
 */
final class PluginSysconfig {
    /** Variables, and the keys that mean the same. */
    private static final Map<String, String> KEYS = Map.of(
            "MYSQL_HOSTNAME", "DB.Server",
            "MYSQL_USER", "DB.User",
            "MYSQL_PASSWORD", "DB.Password",
            "MYSQL_DB", "DB.Database",
            "MYSQL_PORT", "DB.Port",
            "DEBUG", "Application.Debug",
            "PEERS", "Application.Peers");

    private PluginSysconfig() {}

    /** Returns the values by {@code Section.Key}; what is wrong goes to {@code problems}. */
    static Map<String, Setting> read(String file, String text, Problems problems) {
        Map<String, Setting> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        ShellFile.parse(file, text, problems).forEach((variable, value) -> {
            String key = KEYS.get(variable);
            if (key == null) {
                problems.warning(value.where(), "unknown variable " + variable);
            } else if (value.words().size() != 1 && !variable.equals("PEERS")) {
                problems.error(value.where(), variable + " must be one value and no array");
            } else if (value.words().stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
                problems.error(value.where(), variable + " must be text, and holds a NUL character");
            } else {
                values.put(key, new Setting(String.join(", ", value.words()), value.where()));
            }
        });
        return values;
    }

    /** Tells of every value that {@code configured} has otherwise; both by {@code Section.Key}. */
    static void compare(Map<String, Setting> sysconfig, Map<String, Setting> configured, Problems problems) {
        KEYS.entrySet().stream().sorted(Comparator.comparing(Map.Entry::getKey)).forEach(entry -> {
            Optional<Setting> here = Optional.ofNullable(sysconfig.get(entry.getValue()));
            Optional<Setting> there = Optional.ofNullable(configured.get(entry.getValue()));
            if (here.isPresent()
                    && there.isPresent()
                    && !same(here.get().value(), there.get().value())) {
                boolean secret = entry.getKey().equals("MYSQL_PASSWORD");
                problems.warning(
                        here.get().where(),
                        entry.getKey()
                                + (secret
                                        ? " is another than "
                                        : " is '" + here.get().value() + "', and ")
                                + "[" + entry.getValue().replace(".", "] ")
                                + (secret ? "" : " is '" + there.get().value() + "'") + " in "
                                + there.get().where() + ", which holds");
            }
        });
    }

    /** The same value may be written in more than one way: a number, a host's name, yes and no. */
    private static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other)) || one.equals(other);
    }

    private static String canonical(String value) {
        String lower = value.toLowerCase(Locale.ROOT).strip();
        return switch (lower) {
            case "true", "yes", "on" -> "1";
            case "false", "no", "off" -> "0";
            default -> lower.matches("\\d{1,9}") ? Integer.toString(Integer.parseInt(lower)) : value.strip();
        };
    }
}
