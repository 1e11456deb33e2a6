package org.isochrone.sql;

import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.testkit.contract.PeerEventsContract;
import org.junit.jupiter.api.AfterEach;

class SqlPeerEventsTest extends PeerEventsContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected PeerEvents store() {
        return new SqlPeerEvents(database);
    }
}
