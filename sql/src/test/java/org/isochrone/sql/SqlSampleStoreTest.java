package org.isochrone.sql;

import java.util.List;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.SampleStore;
import org.isochrone.steering.testkit.contract.SampleStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlSampleStoreTest extends SampleStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected SampleStore store() {
        return new SqlSampleStore(database);
    }

    @Override
    protected List<DecisionSample> kept() {
        return kept(database);
    }

    /** Reads what no port reads back. */
    static List<DecisionSample> kept(Database database) {
        return database.read(
                "read samples",
                connection -> Rows.select(
                        connection,
                        "SELECT at, answerer, number, name, network, length, zonegroup_id, zone_id, scope, step,"
                                + " transport, weight FROM decision_sample ORDER BY at, answerer, number",
                        parameters -> {},
                        row -> new DecisionSample(
                                SqlTime.read(row, "at"),
                                (int) row.getLong("answerer"),
                                row.getLong("number"),
                                row.getString("name"),
                                Place.prefix(row),
                                row.getString("zonegroup_id"),
                                row.getString("zone_id"),
                                row.getInt("scope"),
                                row.getString("step"),
                                row.getString("transport"),
                                row.getInt("weight"))));
    }
}
