package org.isochrone.sql;

import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.testkit.contract.HealthStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlHealthStoreTest extends HealthStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected HealthStore store() {
        return new SqlHealthStore(database);
    }
}
