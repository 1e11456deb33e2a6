package org.isochrone.sql;

import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.testkit.contract.BurstStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlBurstStoreTest extends BurstStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected BurstStore store() {
        return new SqlBurstStore(database);
    }
}
