package org.isochrone.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Section {@code [Application]}. Immutable.
 *
 * @param debug whether more is logged than usual
 * @param data the folder where the spool, the last map and the embedded database live
 * @param peers hosts of the whole cluster, this one perhaps among them, by name or address; may be empty
 */
public record ApplicationConfig(boolean debug, Path data, List<String> peers) {
    /** Where data live unless another folder is named. */
    public static final Path DEFAULT_DATA = Path.of("/var/lib/isochrone");

    /**
     * The version that files of {@code low-latency-pdns-plugin} carry, whose sections and keys are read as they are.
     */
    public static final String PLUGIN_VERSION = "1.2.0";

    private static final String SECTION = "Application";

    private static final Pattern HOST = Pattern.compile(
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\\.?");

    /** Copies the list. */
    public ApplicationConfig {
        peers = List.copyOf(peers);
    }

    /** Reads the section; a version of another program is refused with both versions named. */
    public static ApplicationConfig from(Settings settings) {
        String program = ProgramVersion.text();
        String release = program.replace("-SNAPSHOT", "");
        List<String> accepted = List.of(program, release, PLUGIN_VERSION);
        settings.parsed(
                SECTION,
                "Version",
                program,
                "this program's " + program + ", or " + PLUGIN_VERSION + " for a file of low-latency-pdns-plugin",
                text -> accepted.contains(text) ? Optional.of(text) : Optional.empty());
        return new ApplicationConfig(
                settings.flag(SECTION, "Debug", false),
                Path.of(settings.text(SECTION, "Data", DEFAULT_DATA.toString())),
                peers(settings));
    }

    private static List<String> peers(Settings settings) {
        List<String> peers = settings.list(SECTION, "Peers", List.of());
        for (String peer : peers) {
            if (!HOST.matcher(peer).matches() && !isAddress(peer)) {
                settings.problems()
                        .error(
                                settings.find(SECTION, "Peers")
                                        .map(Setting::where)
                                        .orElse(SECTION),
                                "[" + SECTION + "] Peers must be host names and addresses: '" + peer + "'");
            }
        }
        return peers;
    }

    private static boolean isAddress(String text) {
        try {
            IpAddress.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
