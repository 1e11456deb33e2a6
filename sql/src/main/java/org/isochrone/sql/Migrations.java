package org.isochrone.sql;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.isochrone.steering.port.StoreException;

/**
 * Brings the schema to the version of this program. The scripts that were run are kept with their checksums in the
 * table {@code schema_history}; only one process migrates at a time, the others wait. Safe for any thread.
 */
public final class Migrations {
    static final String LOCATION = "classpath:org/isochrone/sql/migrations";
    private static final String HISTORY = "schema_history";

    private static final String GO_ON = "Mend what its error said, then run isochrone db migrate --again, which forgets"
            + " the failed attempt and migrates: every statement may be run twice. Or go back to a backup.";

    private final Database database;
    private final Flyway flyway;

    /** Migrates {@code database}. */
    public Migrations(Database database) {
        this(database, List.of(LOCATION), "latest");
    }

    /**
     * Migrates {@code database} with other scripts, or not as far.
     *
     * @param locations where the scripts are
     * @param target the version to stop at
     */
    Migrations(Database database, List<String> locations, String target) {
        this.database = database;
        // Nothing is overlooked: by default a migration that only a newer program knows would be.
        this.flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database.patientSource())
                .locations(locations.toArray(String[]::new))
                .target(target)
                .failOnMissingLocations(true)
                .table(HISTORY)
                .createSchemas(false)
                .cleanDisabled(true)
                .validateMigrationNaming(true)
                .ignoreMigrationPatterns("*:pending")
                .loggers("slf4j")
                .load();
    }

    /**
     * One script.
     *
     * @param version such as 007
     * @param description what it is about
     * @param checksum of the script that this program has, or if it has none, of the one that was run
     * @param state what became of it
     * @param runAt when it was run; empty if it was not
     */
    public record Script(
            String version, String description, Optional<Integer> checksum, State state, Optional<Instant> runAt) {
        /** Returns the version with what it is about. */
        @Override
        public String toString() {
            return version + " (" + description + ")";
        }
    }

    /** What became of a script. */
    public enum State {
        /** It was run. */
        RUN,
        /** It was not. */
        PENDING,
        /** It broke off half way. */
        BROKEN,
        /** It was run from another script than this program has. */
        CHANGED,
        /** It was run by a newer program. */
        UNKNOWN
    }

    /**
     * What the database has and lacks.
     *
     * @param scripts every script that this program has or the database knows, in order
     * @param current version of the schema; empty for an empty database
     * @param pending versions that {@link #migrate} would run, with what they are about
     * @param problem why {@link #migrate} would refuse; empty if it would not
     */
    public record Status(
            List<Script> scripts, Optional<String> current, List<String> pending, Optional<String> problem) {
        /** Tells whether the program can work with the schema as it is. */
        public boolean usable() {
            return pending.isEmpty() && problem.isEmpty();
        }
    }

    /**
     * Runs what is missing and returns how many scripts that were.
     *
     * @throws StoreException if the server cannot be reached, the database is newer than this program, a script was
     *     changed after it was run, or a script failed; the message says how to go on
     */
    public int migrate() {
        return guarded("migrate the database", () -> {
            refuse();
            try {
                return flyway.migrate().migrationsExecuted;
            } catch (FlywayException e) {
                throw broken(e);
            }
        });
    }

    /** Says how to go on after a script that failed just now; another failure is returned as it is. */
    private RuntimeException broken(FlywayException failure) {
        Optional<MigrationInfo> failed;
        try {
            failed = Arrays.stream(flyway.info().all())
                    .filter(info -> info.getState().isFailed())
                    .findFirst();
        } catch (FlywayException e) {
            // The server is gone; it says so when it is back.
            failure.addSuppressed(e);
            return failure;
        }
        return failed.<RuntimeException>map(info -> new StoreException(
                        where() + "the migration " + name(info) + " broke off: " + reason(failure) + ". " + GO_ON,
                        failure))
                .orElse(failure);
    }

    /** Tells what the database has and lacks, and changes nothing. */
    public Status status() {
        return guarded("read the state of the migrations", () -> {
            Optional<MigrationInfo> current = Optional.ofNullable(flyway.info().current());
            return new Status(
                    Arrays.stream(flyway.info().all()).map(Migrations::script).toList(),
                    current.map(Migrations::name),
                    Arrays.stream(flyway.info().pending()).map(Migrations::name).toList(),
                    problem());
        });
    }

    private static Script script(MigrationInfo info) {
        Optional<Integer> own = Optional.ofNullable(info.getResolvedChecksum());
        return new Script(
                String.valueOf(info.getVersion()),
                info.getDescription(),
                own.or(() -> Optional.ofNullable(info.getAppliedChecksum())),
                state(info),
                Optional.ofNullable(info.getInstalledOn()).map(Date::toInstant));
    }

    private static State state(MigrationInfo info) {
        MigrationState state = info.getState();
        if (state.isFailed()) {
            return State.BROKEN;
        }
        if (!state.isApplied()) {
            return State.PENDING;
        }
        return !state.isResolved() ? State.UNKNOWN : info.isChecksumMatching() ? State.RUN : State.CHANGED;
    }

    /** Forgets the failed attempt at a script, so that {@link #migrate} runs it again from its start. */
    public void forgetFailure() {
        guarded("forget a failed migration", flyway::repair);
    }

    private void refuse() {
        Optional<String> problem = problem();
        if (problem.isPresent()) {
            throw new StoreException(problem.get(), new IllegalStateException("refused before anything was changed"));
        }
    }

    private Optional<String> problem() {
        for (MigrationInfo info : flyway.info().all()) {
            Optional<String> problem = problem(info);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return foreign();
    }

    /** A database with tables whose history nobody has kept is another program's, or was made by hand. */
    private Optional<String> foreign() {
        // The history is made before the first table, so whoever migrates at this moment is not met without it.
        boolean tables = database.read(
                        "look for tables",
                        connection -> Rows.select(
                                connection,
                                "SELECT COUNT(*), COALESCE(SUM(table_name = '" + HISTORY + "'), 0) FROM"
                                        + " information_schema.tables WHERE table_schema = DATABASE()",
                                _ -> {},
                                row -> row.getLong(1) > 0 && row.getLong(2) == 0))
                .getFirst();
        return tables
                ? Optional.of(
                        where() + "there are tables, and no " + HISTORY + " that says where they come from. If they"
                                + " are Isochrone's and were made by hand, run configure.database: it runs every script once"
                                + " more, which does no harm, and notes it. Else give another [DB] Database.")
                : Optional.empty();
    }

    private Optional<String> problem(MigrationInfo info) {
        return switch (state(info)) {
            case RUN, PENDING -> Optional.empty();
            case BROKEN ->
                Optional.of(where() + "the migration " + name(info) + " broke off half way, and MySQL cannot undo it. "
                        + GO_ON);
            case UNKNOWN ->
                Optional.of(where() + "the schema has version " + name(info) + ", which this program does not"
                        + " know: the database is newer than the program. Install the newer program, or go back to a"
                        + " backup from before the upgrade.");
            case CHANGED ->
                Optional.of(where() + "the migration " + name(info) + " was run from a script that differs from"
                        + " this program's. Use the program that made the database, or an unchanged build of it.");
        };
    }

    private String where() {
        return database.config() + ": ";
    }

    private static String name(MigrationInfo info) {
        return info.getVersion() + " (" + info.getDescription() + ")";
    }

    private interface Step<T> {
        T run();
    }

    private <T> T guarded(String what, Step<T> step) {
        try {
            return step.run();
        } catch (FlywayException e) {
            throw new StoreException("cannot " + what + " (" + database.config() + "): " + reason(e), e);
        }
    }

    /** What the server or the driver said, without the frame that the library draws around it. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said) {
                return Database.reason(said);
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
