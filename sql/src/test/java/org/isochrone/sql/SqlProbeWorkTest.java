package org.isochrone.sql;

import java.time.InstantSource;
import org.isochrone.steering.testkit.contract.ProbeWorkContract;
import org.junit.jupiter.api.AfterEach;

class SqlProbeWorkTest extends ProbeWorkContract {
    private final Database database = TestDatabase.migrated();

    @Override
    protected Stores stores() {
        return new Stores(
                new SqlClientStore(database, InstantSource.system()),
                new SqlTargetStore(database, InstantSource.system()),
                new SqlProbeWork(database));
    }

    @AfterEach
    void close() {
        database.close();
    }
}
