package org.isochrone.sql.report;

import java.util.Map;
import org.isochrone.sql.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of reports on a {@link MeasuredWorld} of their own. */
abstract class MeasuredReports {
    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    static Database database;

    @BeforeAll
    static void fill() {
        database = MeasuredWorld.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    static Report run(String name, Map<String, String> parameters) {
        return new Reports(database).run(name, parameters);
    }
}
