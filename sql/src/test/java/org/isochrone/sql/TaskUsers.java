package org.isochrone.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.MariaDbServer;

/** Database users for tasks, made on the server of this test JVM. */
final class TaskUsers {
    private static final String PASSWORD = "it's a \\ \"secret\"";

    /** Refused: a table, a column, a database, a privilege of the whole server, by name, what a view reads. */
    private static final Set<Integer> DENIED = Set.of(1142, 1143, 1044, 1227, 1045, 1410, 1356);

    private TaskUsers() {}

    /** Runs the SQL through the command-line client, as an administrator would. */
    static void create(List<Grants.Task> tasks, String user, String database) {
        String sql = Grants.sql(tasks, database, new Grants.Account(user, "%"), PASSWORD, new Random(1));
        MariaDbServer.shared().execute("", sql);
    }

    /** Opens the database as that user. */
    static Database open(String user, String database) {
        int port = MariaDbServer.shared().port();
        return Database.open(DbConfig.at("127.0.0.1", port, user, PASSWORD, database), new Random(1));
    }

    /** Tells whether the user lacked a right. */
    static boolean isDenied(StoreException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException said && DENIED.contains(said.getErrorCode())) {
                return true;
            }
        }
        return false;
    }
}
