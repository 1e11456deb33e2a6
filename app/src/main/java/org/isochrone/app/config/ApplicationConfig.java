package org.isochrone.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.config.Settings;

/**
 * Section {@code [Application]}. Immutable.
 *
 * @param debug whether more is logged than usual
 * @param data the folder where the spool, the last map and the embedded database live
 */
public record ApplicationConfig(boolean debug, Path data) {
    /** Where data live unless another folder is named. */
    public static final Path DEFAULT_DATA = Path.of("/var/lib/isochrone");

    /**
     * The version that files of {@code low-latency-pdns-plugin} carry, whose sections and keys are read as they are.
     */
    public static final String PLUGIN_VERSION = "1.2.0";

    private static final String SECTION = "Application";

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
        // Free software asks for no license key; one that stands there from before does no harm.
        settings.find(SECTION, "License");
        return new ApplicationConfig(
                settings.flag(SECTION, "Debug", false),
                Path.of(settings.text(SECTION, "Data", DEFAULT_DATA.toString())));
    }
}
