package org.isochrone.cron.planted;

import java.sql.Connection;
import org.isochrone.steering.planted.SeesCron;

/** Breaks the rule that only sql sees JDBC. */
public interface SeesJdbc {
    /** The forbidden import. */
    Connection connection();

    /** An edge that is allowed, and that closes a cycle. */
    SeesCron allowed();
}
