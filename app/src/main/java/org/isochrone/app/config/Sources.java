package org.isochrone.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;

/**
 * Where configured values come from, the later beating the earlier: the file, then environment variables
 * {@code ISOCHRONE_SECTION_KEY}, then {@code --set Section.Key=value}. Immutable.
 *
 * @param file the file that was asked for; empty for {@link #DEFAULT_FILE}, which may be missing
 * @param environment the process's environment
 * @param sets the values of {@code --set}
 */
public record Sources(Optional<Path> file, Map<String, String> environment, List<String> sets) {
    /** Read where no other file is named. */
    public static final Path DEFAULT_FILE = Path.of("/etc/isochrone/isochrone.conf");

    /** Names the file where no {@code --config} does. */
    public static final String FILE_VARIABLE = "ISOCHRONE_CONFIG";

    /** What the launcher and the tests read; these are no keys. */
    private static final Set<String> NOT_OURS =
            Set.of("ISOCHRONE_NO_BUILD", "ISOCHRONE_JAVA_HOME", "ISOCHRONE_JAVA_OPTS", "ISOCHRONE_PIPE_SOCKET");

    private static final Pattern VARIABLE = Pattern.compile("ISOCHRONE_([A-Z0-9]+)_([A-Z0-9_]+)");
    private static final Pattern SET =
            Pattern.compile("([A-Za-z][\\w-]*)\\.([A-Za-z][\\w-]*)\\s*=(.*)", Pattern.DOTALL);

    /** Copies the collections. */
    public Sources {
        environment = Map.copyOf(environment);
        sets = List.copyOf(sets);
    }

    /** Returns the file that is read. */
    public Path path() {
        return file.or(() -> Optional.ofNullable(environment.get(FILE_VARIABLE))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of))
                .orElse(DEFAULT_FILE);
    }

    /** Returns every value by {@code Section.Key}; what is wrong goes to {@code problems}. */
    public Map<String, Setting> read(Problems problems) {
        Map<String, Setting> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Path path = path();
        text(path, problems).ifPresent(text -> values.putAll(IniFile.parse(path.toString(), text, problems)));
        new TreeMap<>(environment).forEach((name, value) -> {
            Matcher matcher = VARIABLE.matcher(name);
            if (matcher.matches() && !NOT_OURS.contains(name)) {
                values.put(matcher.group(1) + "." + matcher.group(2), new Setting(value.strip(), name));
            }
        });
        for (String set : sets) {
            Matcher matcher = SET.matcher(set);
            if (matcher.matches()) {
                String name = matcher.group(1) + "." + matcher.group(2);
                values.put(name, new Setting(matcher.group(3).strip(), "--set " + name));
            } else {
                problems.error("--set " + set, "must be Section.Key=value");
            }
        }
        return values;
    }

    private Optional<String> text(Path path, Problems problems) {
        try {
            return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            if (!path.equals(DEFAULT_FILE)) {
                problems.error(path.toString(), "there is no such file");
            }
        } catch (CharacterCodingException e) {
            problems.error(path.toString(), "is not text in UTF-8");
        } catch (IOException e) {
            problems.error(path.toString(), "cannot be read: " + e);
        }
        return Optional.empty();
    }
}
