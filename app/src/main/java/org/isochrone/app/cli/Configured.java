package org.isochrone.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.config.Sources;
import org.isochrone.app.log.LogLevels;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A command that reads the configuration. */
@Command
abstract class Configured implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "The configuration file; else $ISOCHRONE_CONFIG,",
                "/etc/isochrone/isochrone.conf, or",
                "/etc/latency.pdns.plugin.conf."
            })
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = {"Overrides one key of the configuration, such as", "DNS.TTL=30; may be repeated."})
    private List<String> sets = List.of();

    Configured(Context context) {
        this.context = context;
    }

    /** Returns what surrounds the command. */
    final Context context() {
        return context;
    }

    /** Returns where to print. */
    final Console console() {
        return context.console();
    }

    /** Returns where the configuration comes from. */
    final Sources sources() {
        return new Sources(config, context.environment(), sets);
    }

    /**
     * Returns the configuration of a command that does one thing and ends; warnings go to standard error.
     *
     * @throws org.isochrone.steering.config.InvalidInputException naming all that is wrong with it
     */
    final Configuration configuration() {
        Configuration read = read();
        LogLevels.command(read.application().debug());
        return read;
    }

    /** Returns the configuration of a command that goes on until it is ended; else as {@link #configuration}. */
    final Configuration daemonConfiguration() {
        Configuration read = read();
        LogLevels.daemon(read.application().debug());
        return read;
    }

    /** Returns one section alone, for a command that needs nothing else; else as {@link #configuration}. */
    final <T> T section(Function<Settings, T> reader) {
        Problems problems = new Problems();
        T read = reader.apply(new Settings(sources().read(problems), problems));
        problems.throwIfAny();
        LogLevels.command(false);
        return read;
    }

    private Configuration read() {
        Problems problems = new Problems();
        Configuration read = Configuration.read(sources(), problems);
        problems.warnings().forEach(warning -> console().err().println("warning: " + warning));
        if (!problems.errors().isEmpty()) {
            withoutFile().ifPresent(note -> console().err().println(note));
        }
        console().err().flush();
        problems.throwIfAny();
        return read;
    }

    /** Returns what to say where nobody named a file, and none is where one is looked for. */
    final Optional<String> withoutFile() {
        Sources sources = sources();
        return sources.isNamed() || Files.exists(sources.path())
                ? Optional.empty()
                : Optional.of("note: " + sources.path() + " does not exist; defaults, environment and --set hold");
    }
}
