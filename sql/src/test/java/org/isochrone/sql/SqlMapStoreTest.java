package org.isochrone.sql;

import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.testkit.contract.MapStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlMapStoreTest extends MapStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected MapStore store() {
        return new SqlMapStore(database);
    }
}
