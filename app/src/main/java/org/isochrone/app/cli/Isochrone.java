package org.isochrone.app.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.isochrone.app.config.ProgramVersion;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.port.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code isochrone} and its commands. */
@Command(
        name = "isochrone",
        description = "Latency-based DNS steering: every client is sent to the zone that is fastest for it.",
        versionProvider = Isochrone.Version.class)
public final class Isochrone {
    private Isochrone() {}

    /** Tells the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"isochrone " + ProgramVersion.text()};
        }
    }

    /** A word that only groups commands; alone it is wrong usage. */
    private static CommandLine group(String name, String description, Object... commands) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        CommandLine line = new CommandLine(spec);
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        return line;
    }

    /** Runs a command line and returns the exit code. */
    public static int run(Context context, String... args) {
        return program(context).execute(args);
    }

    /**
     * Understands a command line and does nothing.
     *
     * @throws CommandLine.ParameterException if it is wrong usage
     */
    static void understand(Context context, String... args) {
        program(context).parseArgs(args);
    }

    private static CommandLine program(Context context) {
        CommandLine line = commands(context);
        line.setOut(context.console().out()).setErr(context.console().err());
        line.setExecutionExceptionHandler((e, _, _) -> failed(context, e));
        forAll(line, Isochrone::dress);
        forAll(line, WrongUsage::told);
        return line;
    }

    /** Gives a command its help, in the form of a short man page. */
    private static void dress(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.mixinStandardHelpOptions(true);
        spec.version("isochrone " + ProgramVersion.text());
        command.setUsageHelpAutoWidth(true);
        spec.usageMessage()
                .synopsisHeading("Usage: ")
                .descriptionHeading("%n")
                .parameterListHeading("%nArguments:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n")
                .footerHeading(spec.usageMessage().footer().length == 0 ? "" : "%nExamples:%n");
    }

    private static CommandLine commands(Context context) {
        CommandLine line = new CommandLine(new Isochrone());
        line.addSubcommand(new QuickstartCommand(context));
        line.addSubcommand(new DaemonCommand.Server(context));
        line.addSubcommand(new ProbeCommand(context));
        line.addSubcommand(new DaemonCommand.Steer(context));
        line.addSubcommand(new DaemonCommand.Pdns(context));
        line.addSubcommand(new RgwPdnsCommand(context));
        line.addSubcommand(new ExplainCommand(context));
        line.addSubcommand(group("bucket", "Where buckets lie.", new BucketCommand.Locate(context)));
        line.addSubcommand(new ReportCommand(context));
        line.addSubcommand(group(
                "map",
                "The published maps.",
                new MapShowCommand(context),
                new MapExportCommand(context),
                new MapDiffCommand(context),
                new MapChangesCommand(context),
                new MapRollbackCommand(context),
                new MapReleaseCommand(context)));
        line.addSubcommand(new WhatIfCommand(context));
        line.addSubcommand(new EvaluateCommand(context));
        line.addSubcommand(group(
                "topology",
                "Realm, zonegroups, zones and the names bound to them.",
                new TopologyCommand.Import(context),
                new TopologyCommand.Show(context)));
        line.addSubcommand(group(
                "import",
                "Takes files in.",
                new ImportBurstsCommand(context),
                new ImportCommand.Buckets(context),
                new ImportCommand.Clients(context),
                new ImportCommand.Networks(context),
                new ImportCommand.Targets(context),
                new ImportCommand.Hitlist(context),
                new ImportRttCommand(context),
                new ImportZoneCommand(context)));
        line.addSubcommand(group("dnssec", "Signing of zones.", new DnssecCommand.Key(context)));
        line.addSubcommand(group("config", "The configuration file.", new ConfigCommand(context)));
        line.addSubcommand(group(
                "db",
                "The database.",
                new DbCommand.Migrate(context),
                new DbCommand.Status(context),
                new DbCommand.GrantsSql(context)));
        return line;
    }

    private static void forAll(CommandLine line, Consumer<CommandLine> action) {
        action.accept(line);
        line.getSubcommands().values().forEach(sub -> forAll(sub, action));
    }

    /** What went wrong by no fault of the program is told in a line; the rest is a bug and told in full. */
    private static int failed(Context context, Exception e) {
        switch (e) {
            case InvalidInputException invalid ->
                invalid.problems().forEach(problem -> context.console().err().println("error: " + problem));
            case StoreException away -> tell(context, away);
            case MapChannelException away -> tell(context, away);
            case IllegalArgumentException refused -> tell(context, refused);
            case UncheckedIOException io -> tell(context, problem(io));
            case IOException io -> tell(context, TextFile.problem(io));
            default -> {
                Logger log = LoggerFactory.getLogger(Isochrone.class);
                log.error("this should not have happened", e);
            }
        }
        context.console().err().flush();
        return ExitCode.FAILED;
    }

    /** Without words of its own it repeats its cause's; with them it may tell the cause already. */
    static String problem(UncheckedIOException e) {
        IOException cause = Objects.requireNonNull(e.getCause());
        String own = String.valueOf(e.getMessage());
        if (own.equals(cause.toString())) {
            return TextFile.problem(cause);
        }
        return own.endsWith(cause.toString()) ? own : own + ": " + TextFile.problem(cause);
    }

    private static void tell(Context context, Exception e) {
        tell(context, String.valueOf(e.getMessage()));
    }

    private static void tell(Context context, String problem) {
        context.console().err().println("error: " + problem);
    }
}
