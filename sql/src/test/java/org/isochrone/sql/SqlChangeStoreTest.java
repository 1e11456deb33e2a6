package org.isochrone.sql;

import java.time.InstantSource;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.testkit.Maps;
import org.isochrone.steering.testkit.contract.ChangeStoreContract;
import org.isochrone.steering.testkit.contract.Topologies;
import org.junit.jupiter.api.AfterEach;

class SqlChangeStoreTest extends ChangeStoreContract {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected ChangeStore store() {
        return furnished(database);
    }

    /** Returns a store in a database that has the zones and maps which the contract names. */
    static ChangeStore furnished(Database database) {
        new SqlTopologyStore(database, InstantSource.fixed(T0)).save(Topologies.twoZones(REALM, 1, 1));
        SqlMapStore maps = new SqlMapStore(database);
        for (long serial = 1; serial <= 3; serial++) {
            MapHead head = new MapHead(
                    new MapVersion(REALM, 1, "period", 1, serial),
                    T0.plusSeconds(serial - 1),
                    "%064x".formatted(serial),
                    1);
            Maps.save(maps, new PublishedMap(head, new byte[1]), new byte[0]);
        }
        return new SqlChangeStore(database);
    }
}
