package org.isochrone.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files for those who prefer cron or systemd say what the program understands. */
class CrontabTest {
    private static final Path CRONTAB = Path.of("crontab", "isochrone.crontab");
    private static final Path SYSTEMD = Path.of("systemd");
    private static final List<String> COMMANDS = List.of("probe", "steer", "pdns", "server");

    private static final Pattern VARIABLE = Pattern.compile("[A-Z]+=.*");
    private static final Pattern LINE = Pattern.compile(
            "(\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (root|isochrone) flock -n \\S+ (setpriv .+ )?isochrone (.+)");
    private static final String ONE_CAPABILITY = "setpriv --reuid=isochrone --regid=isochrone --init-groups"
            + " --inh-caps=-all,+net_raw --ambient-caps=-all,+net_raw --bounding-set=-all,+net_raw --no-new-privs ";
    private static final Pattern FIELD = Pattern.compile("\\*(?:/(\\d+))?|\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*");
    private static final int[][] RANGES = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};

    @TempDir
    private Path temp = Path.of("");

    @Test
    void everyCrontabLineIsUnderstood() throws IOException {
        List<String> lines = Files.readAllLines(CRONTAB).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .filter(line -> !VARIABLE.matcher(line).matches())
                .toList();
        assertTrue(lines.size() >= 2, "lines: " + lines);
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            assertTrue(matcher.matches(), line);
            for (int i = 0; i < RANGES.length; i++) {
                assertField(matcher.group(i + 1), RANGES[i], line);
            }
            String command = matcher.group(RANGES.length + 3);
            assertCommand(command, true, line);
            boolean probes = command.startsWith("probe");
            assertEquals(probes ? "root" : "isochrone", matcher.group(RANGES.length + 1), line);
            assertEquals(
                    probes ? Optional.of(ONE_CAPABILITY) : Optional.empty(),
                    Optional.ofNullable(matcher.group(RANGES.length + 2)));
        }
        assertTrue(lines.stream().anyMatch(line -> line.endsWith("isochrone probe --once")));
        assertTrue(lines.stream().anyMatch(line -> line.endsWith("isochrone steer --once")));
    }

    private static void assertField(String field, int[] range, String line) {
        assertTrue(FIELD.matcher(field).matches(), field + " in " + line);
        Matcher numbers = Pattern.compile("(?<!/)\\b\\d+").matcher(field);
        while (numbers.find()) {
            int number = Integer.parseInt(numbers.group());
            assertTrue(number >= range[0] && number <= range[1], field + " in " + line);
        }
    }

    private static void assertCommand(String command, boolean once, String line) {
        List<String> words = List.of(command.split(" ", -1));
        assertTrue(COMMANDS.contains(words.getFirst()), line);
        assertEquals(once ? List.of("--once") : List.of(), words.subList(1, words.size()), line);
    }

    @Test
    void everyUnitIsWholeAndCallsTheProgram() throws IOException {
        List<Path> units;
        try (Stream<Path> files = Files.list(SYSTEMD)) {
            units = files.sorted().toList();
        }
        assertTrue(units.size() >= 4, "units: " + units);
        for (Path unit : units) {
            String name = unit.getFileName().toString();
            Map<String, String> keys = keys(unit);
            assertTrue(keys.containsKey("Unit.Description"), name);
            if (name.endsWith(".timer")) {
                Path service = unit.resolveSibling(name.replace(".timer", ".service"));
                assertTrue(Files.exists(service), name + " starts " + service);
                assertEquals("timers.target", keys.get("Install.WantedBy"), name);
                assertEquals("oneshot", keys(service).get("Service.Type"), name);
            } else {
                String start = keys.getOrDefault("Service.ExecStart", "");
                assertTrue(start.startsWith("/usr/bin/isochrone "), name + ": " + start);
                boolean once = "oneshot".equals(keys.get("Service.Type"));
                assertCommand(start.substring("/usr/bin/isochrone ".length()), once, name);
                assertEquals("isochrone", keys.get("Service.User"), name);
                assertEquals("yes", keys.get("Service.NoNewPrivileges"), name);
                assertRuntimeDirectory(keys, start, name);
                boolean probes = start.contains(" probe") || start.contains(" server");
                assertEquals(probes ? "CAP_NET_RAW" : "", keys.get("Service.AmbientCapabilities"), name);
                assertEquals(probes ? "CAP_NET_RAW" : "", keys.get("Service.CapabilityBoundingSet"), name);
            }
        }
    }

    /** The program is not installed where the units look for it, so that they are given another. */
    @Test
    void systemdFindsNothingWrong() throws IOException {
        Path analyze = Servers.require("systemd-analyze");
        List<String> command = new ArrayList<>(List.of(analyze.toString(), "verify", "--man=no"));
        try (Stream<Path> files = Files.list(SYSTEMD)) {
            for (Path unit : files.toList()) {
                Path copy = temp.resolve(unit.getFileName().toString());
                Files.writeString(copy, Files.readString(unit).replace("/usr/bin/isochrone", "/bin/true"));
                command.add(copy.toString());
            }
        }
        assertEquals("", ServerProcess.run(temp.resolve("verify.log"), command));
    }

    /** systemd removes the folder of sockets with any unit that names it, so only those name it that answer. */
    private static void assertRuntimeDirectory(Map<String, String> keys, String start, String name) {
        boolean answers = start.endsWith(" pdns") || start.endsWith(" server");
        assertEquals(answers ? "isochrone" : "", keys.getOrDefault("Service.RuntimeDirectory", ""), name);
        assertEquals(answers ? "yes" : "", keys.getOrDefault("Service.RuntimeDirectoryPreserve", ""), name);
    }

    private static Map<String, String> keys(Path unit) throws IOException {
        Map<String, String> keys = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(unit)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                int equals = line.indexOf('=');
                assertTrue(equals > 0, unit + ": " + line);
                keys.put(section + "." + line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return keys;
    }
}
