package org.isochrone.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.isochrone.steering.config.InvalidInputException;

/**
 * The SQL that makes a database user with no more rights than its task needs, for an administrator to read and run. The
 * rights stand in the files {@code grants/TASK.sql}, which run by hand as they are. Nothing here touches a database.
 */
public final class Grants {
    private static final String DATABASE = "`isochrone`.*";

    private Grants() {}

    /** What a database user is for. */
    public enum Task {
        /** {@code isochrone probe}: reads clients and maps, claims targets, adds bursts and health. */
        PEER,
        /**
         * {@code isochrone pdns}: reads topology, DNS records, maps, health and overrides, adds counts of clients and
         * who may be probed.
         */
        ANSWERING,
        /** {@code isochrone steer}: reads measurements, adds maps and estimates, deletes what is old. */
        STEERING,
        /** {@code isochrone report} and people's own questions: reads what was measured and decided. */
        REPORTS,
        /** {@code isochrone db migrate}, imports and changes by people: everything inside the database. */
        ADMIN;

        /**
         * Returns the task that people call {@code name}.
         *
         * @throws InvalidInputException if there is none
         */
        public static Task named(String name) {
            return Arrays.stream(values())
                    .filter(task -> task.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "grants",
                            "must be one of "
                                    + Arrays.stream(values()).map(Task::label).collect(Collectors.joining(", "))
                                    + ": '" + name + "'"));
        }

        /** Returns what people call it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the user for whom the file is written. */
        private Account example() {
            return new Account("isochrone-" + label(), "localhost");
        }
    }

    /**
     * A database user.
     *
     * @param user its name
     * @param host from where it may connect, {@code %} for anywhere
     */
    public record Account(String user, String host) {
        /** Returns it as it stands in SQL. */
        @Override
        public String toString() {
            return quoted(user) + "@" + quoted(host);
        }
    }

    /**
     * Returns the SQL for one user with the rights of all {@code tasks}. Run again it changes nothing but the password,
     * which is not in it: only what the server keeps of it is, in the form of MariaDB and in that of MySQL. The user is
     * locked until its password is set.
     *
     * @param random makes the salt of the password
     */
    public static String sql(
            Collection<Task> tasks, String database, Account account, String password, RandomGenerator random) {
        StringBuilder sql = new StringBuilder();
        sql.append("CREATE USER IF NOT EXISTS ").append(account).append(" ACCOUNT LOCK;\n");
        // Each server runs its own comment. A client that drops both leaves the user locked.
        sql.append("ALTER USER ").append(account);
        sql.append("\n    /*M! IDENTIFIED BY PASSWORD ")
                .append(quoted(PasswordHash.mariaDb(password)))
                .append(" ACCOUNT UNLOCK */");
        sql.append("\n    /*!80000 IDENTIFIED WITH caching_sha2_password AS ")
                .append(quoted(PasswordHash.mySql(password, PasswordHash.salt(random))))
                .append(" ACCOUNT UNLOCK */;\n");
        sql.append("USE ").append(identifier(database)).append(";\n");
        for (Task task : tasks) {
            sql.append('\n').append(rights(task, database, account));
        }
        return sql.toString();
    }

    /** Returns the grants of a task, which an administrator inside {@code database} may run; the user must be there. */
    static String rights(Task task, String database, Account account) {
        // In the name of a database for all tables, _ and % would be wildcards.
        String all = identifier(database.replaceAll("([_%])", "\\\\$1")) + ".*";
        return file(task)
                .lines()
                .filter(line -> !line.startsWith("--") && !line.isBlank())
                .map(line -> line.replace(DATABASE, all).replace(task.example().toString(), account.toString()))
                .collect(Collectors.joining("\n", "-- " + task.label() + "\n", "\n"));
    }

    /** Returns the file of a task as it stands. */
    static String file(Task task) {
        try (InputStream file = Grants.class.getResourceAsStream("grants/" + task.label() + ".sql")) {
            if (file == null) {
                throw new IllegalStateException("the program lacks the grants of " + task);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
