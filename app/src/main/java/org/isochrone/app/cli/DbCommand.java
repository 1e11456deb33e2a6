package org.isochrone.app.cli;

import org.isochrone.app.wiring.Stores;
import org.isochrone.sql.Migrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            footer = "  isochrone db migrate")
    static final class Migrate extends Configured {
        Migrate(Context context) {
            super(context);
        }

        @Override
        public Integer call() {
            try (Stores stores = Stores.open(configuration(), context().clock())) {
                int scripts = stores.migrations().migrate();
                console()
                        .line(stores.database().config() + ": " + scripts
                                + (scripts == 1 ? " migration was run" : " migrations were run"));
            }
            return ExitCode.DONE;
        }
    }

    /** {@code db status}. */
    @Command(
            name = "status",
            description = {
                "Tells which version the database has and what it lacks; changes nothing.",
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
                                    "pending", Jsons.texts(status.pending()),
                                    "problem", status.problem().orElse(""),
                                    "usable", status.usable()));
                } else {
                    console().line(where + ": version " + status.current().orElse("none"));
                    status.pending().forEach(script -> console().line("pending: " + script));
                    status.problem().ifPresent(problem -> console().line("problem: " + problem));
                }
                return status.usable() ? ExitCode.DONE : ExitCode.FAILED;
            }
        }
    }
}
