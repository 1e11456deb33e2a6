package org.isochrone.sql;

import java.sql.SQLException;
import java.util.Arrays;
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
                .dataSource(database.source())
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
     * What the database has and lacks.
     *
     * @param current version of the schema; empty for an empty database
     * @param pending versions that {@link #migrate} would run, with what they are about
     * @param problem why {@link #migrate} would refuse; empty if it would not
     */
    public record Status(Optional<String> current, List<String> pending, Optional<String> problem) {
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
            return flyway.migrate().migrationsExecuted;
        });
    }

    /** Tells what the database has and lacks, and changes nothing. */
    public Status status() {
        return guarded("read the state of the migrations", () -> {
            Optional<MigrationInfo> current = Optional.ofNullable(flyway.info().current());
            return new Status(
                    current.map(Migrations::name),
                    Arrays.stream(flyway.info().pending()).map(Migrations::name).toList(),
                    problem());
        });
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
            MigrationState state = info.getState();
            if (state.isFailed()) {
                return Optional.of(
                        where() + "the migration " + name(info) + " broke off half way, and MySQL cannot undo"
                                + " it. Mend what its error said, then forget the failed attempt and migrate again: every"
                                + " statement may be run twice. Or go back to a backup.");
            }
            if (state.isApplied() && !state.isResolved()) {
                return Optional.of(where() + "the schema has version " + name(info) + ", which this program does not"
                        + " know: the database is newer than the program. Install the newer program, or go back to a"
                        + " backup from before the upgrade.");
            }
            if (state.isApplied() && !info.isChecksumMatching()) {
                return Optional.of(where() + "the migration " + name(info) + " was run from a script that differs from"
                        + " this program's. Use the program that made the database, or an unchanged build of it.");
            }
        }
        return Optional.empty();
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
