package org.isochrone.sql;

import java.time.InstantSource;
import org.isochrone.steering.port.ContentStore;
import org.isochrone.steering.testkit.contract.ContentStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlContentStoreTest extends ContentStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected ContentStore store() {
        return new SqlContentStore(database, InstantSource.system());
    }
}
