package org.isochrone.sql;

import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.testkit.contract.DoubtStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlDoubtStoreTest extends DoubtStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected DoubtStore store() {
        return new SqlDoubtStore(database);
    }
}
