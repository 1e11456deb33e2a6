package org.isochrone.sql;

import java.time.InstantSource;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.testkit.contract.TopologyStoreContract;
import org.junit.jupiter.api.AfterEach;

class SqlTopologyStoreTest extends TopologyStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected TopologyStore store() {
        return new SqlTopologyStore(database, InstantSource.system());
    }
}
