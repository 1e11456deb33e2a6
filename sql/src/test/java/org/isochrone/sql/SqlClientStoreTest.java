package org.isochrone.sql;

import java.time.InstantSource;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.testkit.contract.ClientStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlClientStoreTest extends ClientStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected ClientStore store() {
        return new SqlClientStore(database, InstantSource.system());
    }
}
