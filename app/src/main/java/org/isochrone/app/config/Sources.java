package org.isochrone.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.file.FileProblem;

/**
 * Where configured values come from, the later beating the earlier: the sysconfig file of low-latency-pdns-plugin, the
 * file, then environment variables {@code ISOCHRONE_SECTION_KEY}, then {@code --set Section.Key=value}. Immutable.
 *
 * @param file the file that was asked for; empty for the first of {@code places} that is there
 * @param environment the process's environment
 * @param sets the values of {@code --set}
 * @param places where files are looked for that nobody names
 */
public record Sources(Optional<Path> file, Map<String, String> environment, List<String> sets, Places places) {
    /**
     * Where files are looked for.
     *
     * @param own this program's configuration
     * @param plugin that of low-latency-pdns-plugin, read where there is none of our own
     * @param sysconfig the plugin's other file, read beside either of the two unless another file is named
     */
    public record Places(Path own, Path plugin, Path sysconfig) {
        /** Where packages put them. */
        public static final Places ETC = new Places(
                Path.of("/etc/isochrone/isochrone.conf"),
                Path.of("/etc/latency.pdns.plugin.conf"),
                Path.of("/etc/sysconfig/low-latency-pdns-plugin"));
    }

    /** Read where no other file is named. */
    public static final Path DEFAULT_FILE = Places.ETC.own();

    /** Names the sysconfig file, or says {@code none}. */
    public static final String SYSCONFIG_VARIABLE = "ISOCHRONE_SYSCONFIG";

    /** Names the file where no {@code --config} does. */
    public static final String FILE_VARIABLE = "ISOCHRONE_CONFIG";

    /** What the launcher and the relays read; these are no keys. */
    private static final Set<String> NOT_OURS = Set.of(
            "ISOCHRONE_NO_BUILD",
            "ISOCHRONE_JAVA_HOME",
            "ISOCHRONE_JAVA_OPTS",
            "ISOCHRONE_PIPE_SOCKET",
            "ISOCHRONE_REMOTE_SOCKET");

    private static final String PASSWORD = "DB.Password";
    private static final String PASSWORD_FILE = "DB.PasswordFile";
    private static final Pattern VARIABLE = Pattern.compile("ISOCHRONE_([A-Z0-9]+)_([A-Z0-9_]+)");
    private static final Pattern SET =
            Pattern.compile("([A-Za-z][\\w-]*)\\.([A-Za-z][\\w-]*)\\s*=(.*)", Pattern.DOTALL);

    /** Copies the collections. */
    public Sources {
        environment = Map.copyOf(environment);
        sets = List.copyOf(sets);
    }

    /** Looks where packages put the files. */
    public Sources(Optional<Path> file, Map<String, String> environment, List<String> sets) {
        this(file, environment, sets, Places.ETC);
    }

    /** Returns the file that is read. */
    public Path path() {
        return named().orElseGet(() ->
                !Files.exists(places.own()) && Files.exists(places.plugin()) ? places.plugin() : places.own());
    }

    /** Tells whether a file was asked for from which nothing can be read. */
    boolean lackFile() {
        return isNamed() && (!Files.isReadable(path()) || Files.isDirectory(path()));
    }

    /** Tells whether somebody said which file to read. */
    public boolean isNamed() {
        return named().isPresent();
    }

    private Optional<Path> named() {
        return file.or(() -> variable(FILE_VARIABLE).map(Path::of));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** Returns every value by {@code Section.Key}; what is wrong goes to {@code problems}. */
    public Map<String, Setting> read(Problems problems) {
        Map<String, Setting> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Path path = path();
        Map<String, Setting> configured = text(path, isNamed(), problems)
                .map(text -> IniFile.parse(path.toString(), text, problems))
                .orElse(Map.of());
        warnOfReaders(path, configured, problems);
        Map<String, Setting> beside = sysconfig(problems);
        PluginSysconfig.compare(beside, configured, problems);
        values.putAll(beside);
        if (configured.containsKey(PASSWORD_FILE)) {
            values.remove(PASSWORD);
        }
        values.putAll(configured);
        new TreeMap<>(environment).forEach((name, value) -> {
            Matcher matcher = VARIABLE.matcher(name);
            if (matcher.matches() && !NOT_OURS.contains(name)) {
                values.put(matcher.group(1) + "." + matcher.group(2), new Setting(value.strip(), name));
            }
        });
        sets.forEach(set -> set(set, values, problems));
        return values;
    }

    private static void set(String set, Map<String, Setting> values, Problems problems) {
        Matcher matcher = SET.matcher(set);
        if (!matcher.matches()) {
            problems.error("--set " + Secrets.shown(set), "must be Section.Key=value");
            return;
        }
        String name = matcher.group(1) + "." + matcher.group(2);
        if (Secrets.isSecret(name)) {
            problems.error(
                    "--set " + name,
                    "would show the password to everybody who lists the processes of this host: give " + name
                            + "File, or the environment variable ISOCHRONE_"
                            + name.replace('.', '_').toUpperCase(Locale.ROOT));
        }
        values.put(name, new Setting(matcher.group(3).strip(), "--set " + name));
    }

    private Map<String, Setting> sysconfig(Problems problems) {
        Optional<String> asked = variable(SYSCONFIG_VARIABLE);
        boolean beside = named().isEmpty() || path().endsWith(places.plugin().getFileName());
        if (asked.isPresent() ? asked.get().equals("none") : !beside) {
            return Map.of();
        }
        Path path = asked.map(Path::of).orElse(places.sysconfig());
        Map<String, Setting> read = text(path, asked.isPresent(), problems)
                .map(text -> PluginSysconfig.read(path.toString(), text, problems))
                .orElse(Map.of());
        warnOfReaders(path, read, problems);
        return read;
    }

    private static void warnOfReaders(Path path, Map<String, Setting> values, Problems problems) {
        Setting password = values.get(PASSWORD);
        if (password != null && !password.value().isEmpty() && isReadableByOthers(path)) {
            problems.warning(password.where(), "holds a password and can be read by everybody: chmod o-r " + path);
        }
    }

    private static boolean isReadableByOthers(Path path) {
        try {
            return Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            // A system without such permissions has nothing to warn of.
            return false;
        }
    }

    private static Optional<String> text(Path path, boolean mustExist, Problems problems) {
        try {
            return Optional.of(Files.readString(path, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            if (mustExist) {
                problems.error(path.toString(), "there is no such file");
            }
        } catch (CharacterCodingException e) {
            problems.error(path.toString(), "is not text in UTF-8");
        } catch (IOException e) {
            problems.error(path.toString(), "cannot be read: " + FileProblem.reason(e));
        }
        return Optional.empty();
    }
}
