package org.isochrone.steering.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Typed reading of configured values. Whoever reads a key names its default and its legal range; whatever does not fit
 * is noted in {@link Problems} and replaced by the default, so that one pass finds every problem. Section and key names
 * are compared without regard to case. Not safe for several threads.
 */
public final class Settings {
    private final Map<String, Setting> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Problems problems;

    /** Reads from {@code values}, whose keys are {@code Section.Key}. */
    public Settings(Map<String, Setting> values, Problems problems) {
        this.values.putAll(values);
        this.problems = problems;
    }

    /** Returns where the problems found so far are kept. */
    public Problems problems() {
        return problems;
    }

    /** Returns the value of a key that may be missing; an empty value counts as missing. */
    public Optional<Setting> find(String section, String key) {
        String name = section + "." + key;
        known.add(name);
        return Optional.ofNullable(values.get(name))
                .filter(setting -> !setting.value().isEmpty());
    }

    /** Returns a text, or {@code fallback} where none is given. */
    public String text(String section, String key, String fallback) {
        return find(section, key).map(Setting::value).orElse(fallback);
    }

    /** Returns a text that must be given. */
    public String required(String section, String key) {
        return find(section, key).map(Setting::value).orElseGet(() -> {
            problems.error("[" + section + "] " + key, "is missing and has no default");
            return "";
        });
    }

    /** Returns a comma-separated list, or {@code fallback} where none is given. */
    public List<String> list(String section, String key, List<String> fallback) {
        return find(section, key)
                .map(setting -> Arrays.stream(setting.value().split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList())
                .orElse(fallback);
    }

    /** Returns a whole number within {@code [min..max]}. */
    public int integer(String section, String key, int fallback, int min, int max) {
        return parsed(section, key, fallback, "a whole number in [" + min + ".." + max + "]", text -> {
            int value = Integer.parseInt(Ascii.number(text));
            return value >= min && value <= max ? Optional.of(value) : Optional.empty();
        });
    }

    /** Returns true or false; {@code yes}, {@code on}, {@code 1} and their opposites are understood. */
    public boolean flag(String section, String key, boolean fallback) {
        return parsed(section, key, fallback, "true or false", text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** Returns a time within {@code [min..max]}; a bare number is seconds, the units are ms, s, m, h and d. */
    public Duration duration(String section, String key, Duration fallback, Duration min, Duration max) {
        String range = "a time in [" + Durations.format(min) + ".." + Durations.format(max) + "]";
        return parsed(section, key, fallback, range, text -> {
            Duration value = Durations.parse(text);
            return value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? Optional.of(value) : Optional.empty();
        });
    }

    /**
     * Returns a value read by {@code parser}, which answers empty or throws {@link IllegalArgumentException} for what
     * it does not accept; {@code legal} says in words what would be accepted.
     */
    public <T> T parsed(String section, String key, T fallback, String legal, Function<String, Optional<T>> parser) {
        Optional<Setting> setting = find(section, key);
        if (setting.isEmpty()) {
            return fallback;
        }
        Optional<T> value;
        try {
            value = parser.apply(setting.get().value());
        } catch (IllegalArgumentException e) {
            value = Optional.empty();
        }
        return value.orElseGet(() -> {
            problems.error(
                    setting.get().where(),
                    "[" + section + "] " + key + " must be " + legal + ": '"
                            + setting.get().value() + "'");
            return fallback;
        });
    }

    /** Warns of every given key that nobody has asked for, which is most often a slip of the pen. */
    public void warnOfUnknownKeys() {
        values.forEach((name, setting) -> {
            if (!known.contains(name)) {
                String meant = Spelling.nearest(name, known)
                        .map(word -> "; did you mean " + word + "?")
                        .orElse("");
                problems.warning(setting.where(), "unknown key " + name + meant);
            }
        });
    }
}
