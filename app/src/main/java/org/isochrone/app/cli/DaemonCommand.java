package org.isochrone.app.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Role;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.clock.Clocks;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The daemons: all in one, or one kind of work. They end in order on SIGTERM and SIGINT. */
abstract class DaemonCommand extends Configured {
    private final Set<Role> roles;

    @Spec
    private @Nullable CommandSpec spec;

    DaemonCommand(Context context, Set<Role> roles) {
        super(context);
        this.roles = roles;
    }

    /** Returns the command as it was understood. */
    final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Configuration configuration = daemonConfiguration();
        List<ProbeConfig> peers = peers(configuration);
        try (Daemon daemon = Daemon.assemble(configuration, roles, peers, Clocks.system())) {
            daemon.closeAtEnd();
            daemon.run();
            console().line("isochrone is ready: " + String.join(", ", daemon.places()));
            // Nothing counts it down: the process goes on until it is ended.
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }

    private List<ProbeConfig> peers(Configuration configuration) {
        if (!roles.contains(Role.PROBE)) {
            return List.of();
        }
        if (configuration.probe().zone().isEmpty() && roles.size() > 1) {
            console().err().println("note: without [Probe] Zone this process does not probe");
            return List.of();
        }
        Once.needZone(configuration);
        return List.of(configuration.probe());
    }

    /** {@code server}. */
    @Command(
            name = "server",
            description = {
                "Answers, probes and steers in one process.",
                "",
                "It probes if [Probe] Zone names a zone. Database and memcached may be away at the start: what was kept"
                        + " on disk is answered until they are back."
            },
            footer = "  isochrone server --config /etc/isochrone/isochrone.conf")
    static final class Server extends DaemonCommand {
        Server(Context context) {
            super(context, Set.of(Role.ANSWER, Role.PROBE, Role.STEER));
        }
    }

    /** {@code pdns}. */
    @Command(
            name = "pdns",
            description = {
                "Answers PowerDNS and DNS clients.",
                "",
                "It listens where [DNS] says: the pipe and remote protocols on UNIX sockets, the remote protocol over"
                        + " HTTP, DNS over UDP and TCP. With --stdio as the first option it is the relay that"
                        + " pipe-command= starts, with --stdio --remote the one of"
                        + " remote-connection-string=pipe:command=; the answers come from the daemon all the same."
            },
            footer = {"  isochrone pdns", "  pipe-command=/opt/isochrone/isochrone pdns --stdio"})
    static final class Pdns extends DaemonCommand {
        Pdns(Context context) {
            super(context, Set.of(Role.ANSWER));
        }
    }

    /** {@code steer}. */
    @Command(
            name = "steer",
            description = {
                "Builds maps and publishes them.",
                "",
                "From the bursts of [Steering] Window come estimates, ranked zones and a map; it goes to MySQL, to"
                        + " memcached and to the data directory. Run it once in the whole system, or several times with"
                        + " [Cron] Fleet = yes: then one of them works, and another when that one is gone."
            },
            footer = {"  isochrone steer", "  isochrone steer --once --json"})
    static final class Steer extends DaemonCommand {
        @Option(names = "--once", description = "Builds and publishes one map and ends; for cron.")
        private boolean once;

        @Option(names = "--json", description = "With --once: prints a JSON object.")
        private boolean json;

        Steer(Context context) {
            super(context, Set.of(Role.STEER));
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            OnceOnly.check(spec(), json, once);
            return once ? Once.steer(configuration(), context(), json) : super.call();
        }
    }
}
