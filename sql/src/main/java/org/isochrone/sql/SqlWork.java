package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Something done on one connection, which may be done again from the start after a deadlock. */
@FunctionalInterface
public interface SqlWork<T> {
    /** Does it and returns what was found or counted. Neither commits nor closes {@code connection}. */
    T run(Connection connection) throws SQLException;
}
