package org.isochrone.app.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.isochrone.app.print.Words;
import org.isochrone.app.wiring.Stores;
import org.isochrone.sql.Grants;
import org.isochrone.sql.Migrations;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code db …}. */
final class DbCommand {
    private DbCommand() {}

    /** {@code db migrate}. */
    @Command(
            name = "migrate",
            description = {
                "Brings the database to the version of this program.",
                "",
                "The database itself must be there and [DB] User be allowed to make tables in it. Safe to run again."
            },
            footer = {"  isochrone db migrate", "  isochrone db migrate --again --json"})
    static final class Migrate extends Configured {
        @Option(
                names = "--again",
                description = "Forgets the failed attempt at a migration that broke off, and runs it from its start.")
        private boolean again;

        @Option(names = "--json", description = "Prints a JSON object.")
        private boolean json;

        Migrate(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (Stores stores = Stores.open(configuration(), context().clock())) {
                if (again) {
                    stores.migrations().forgetFailure();
                }
                int scripts = stores.migrations().migrate();
                String where = stores.database().config().toString();
                if (json) {
                    console().json(Jsons.object("database", where, "migrations", scripts));
                } else {
                    console()
                            .line(where + ": " + Words.count(scripts, "migration")
                                    + (scripts == 1 ? " was run" : " were run"));
                }
            }
            return ExitCode.DONE;
        }
    }

    /** {@code db status}. */
    @Command(
            name = "status",
            description = {
                "Tells which version the database has, which migrations were run and when, and what it lacks; changes"
                        + " nothing.",
                "",
                "A migration is run, pending, broken (it failed half way), changed (run from another script than this"
                        + " program's, by its checksum) or unknown (run by a newer program).",
                "",
                "Exit code 0 if the program can work with it as it is, 1 otherwise."
            },
            footer = "  isochrone db status --json")
    static final class Status extends Configured {
        @Option(names = "--json", description = "Prints a JSON object.")
        private boolean json;

        Status(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (Stores stores = Stores.open(configuration(), context().clock())) {
                Migrations.Status status = stores.migrations().status();
                String where = stores.database().config().toString();
                if (json) {
                    console()
                            .json(Jsons.object(
                                    "database", where,
                                    "version", status.current().orElse(""),
                                    "migrations", migrations(status),
                                    "pending", Jsons.texts(status.pending()),
                                    "problem", status.problem().orElse(""),
                                    "usable", status.usable()));
                } else {
                    console().line(where + ": version " + status.current().orElse("none"));
                    table(status).forEach(console()::line);
                    status.problem().ifPresent(problem -> console().line("problem: " + problem));
                }
                return status.usable() ? ExitCode.DONE : ExitCode.FAILED;
            }
        }
    }

    private static Json migrations(Migrations.Status status) {
        return Jsons.array(
                status.scripts(),
                script -> Jsons.object(
                        "version", script.version(),
                        "description", script.description(),
                        "state", label(script),
                        "checksum", script.checksum().orElse(0),
                        "run_at", script.runAt().map(Instant::toString).orElse("")));
    }

    private static List<String> table(Migrations.Status status) {
        return status.scripts().stream()
                .map(script -> label(script) + ": " + script
                        + script.checksum().map(sum -> ", checksum " + sum).orElse("")
                        + script.runAt().map(at -> ", " + at).orElse(""))
                .toList();
    }

    private static String label(Migrations.Script script) {
        return Words.lower(script.state());
    }

    /** {@code db grants}. */
    @Command(
            name = "grants",
            description = {
                "Prints the SQL that makes a database user with the rights of one task and no more.",
                "",
                "TASK is one of peer, answering, steering, reports, admin; a user may have several, such as one for"
                        + " isochrone server. It touches no database: read it, then run it as an administrator. The"
                        + " password is not in it, only what MariaDB and MySQL keep of it."
            },
            footer = {
                "  isochrone db grants peer --user isochrone-fra --host 192.0.2.7 \\",
                "    --password-file fra.secret",
                "  isochrone db grants peer answering steering \\",
                "    --password-file server.secret --json"
            })
    static final class GrantsSql extends Configured {
        @Parameters(arity = "1..*", paramLabel = "TASK", description = "What the user is for.")
        private List<String> tasks = List.of();

        @Option(names = "--user", paramLabel = "NAME", description = "Default: isochrone-TASK; isochrone for several.")
        private Optional<String> user = Optional.empty();

        @Option(
                names = "--host",
                paramLabel = "HOST",
                description = "From where the user may connect, %% for anywhere; default: localhost.",
                defaultValue = "localhost")
        private String host = "";

        @Option(
                names = "--password-file",
                required = true,
                paramLabel = "FILE",
                description = "A file whose first line is the user's password.")
        private Path password = Path.of("");

        @Option(names = "--json", description = "Prints a JSON object with user, host, tasks and the SQL.")
        private boolean json;

        GrantsSql(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            List<Grants.Task> named =
                    tasks.stream().map(Grants.Task::named).distinct().toList();
            String secret = TextFile.read(password).lines().findFirst().orElse("");
            if (secret.isEmpty()) {
                throw new InvalidInputException(password.toString(), "must begin with a line that is the password");
            }
            String fallback =
                    named.size() == 1 ? "isochrone-" + named.getFirst().label() : "isochrone";
            Grants.Account account = new Grants.Account(user.orElse(fallback), host);
            String database = configuration().db().database();
            String sql = Grants.sql(named, database, account, secret, new SecureRandom());
            if (json) {
                console()
                        .json(Jsons.object(
                                "database", database,
                                "user", account.user(),
                                "host", account.host(),
                                "tasks",
                                        Jsons.texts(named.stream()
                                                .map(Grants.Task::label)
                                                .toList()),
                                "sql", sql));
            } else {
                console().text(sql);
            }
            return ExitCode.DONE;
        }
    }
}
