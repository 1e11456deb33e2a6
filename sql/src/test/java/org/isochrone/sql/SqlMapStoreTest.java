package org.isochrone.sql;

import java.util.List;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.prefix.Prefix;
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

    @Override
    protected Arrivals arrived() {
        return arrived(database);
    }

    /** Lets bursts of two peers arrive in a database, and returns what has arrived. */
    static Arrivals arrived(Database database) {
        SqlBurstStore bursts = new SqlBurstStore(database);
        for (int batch = 1; batch <= 3; batch++) {
            for (String peer : List.of("one", "two").subList(0, batch == 1 ? 2 : 1)) {
                Burst burst = Burst.single(Prefix.parse("192.0.2.0/24"), "ams", T0, ProbeMethod.TCP, 5);
                bursts.append(peer, List.of(new NumberedBurst(batch, burst)));
            }
        }
        return bursts.scan(T0, T0, _ -> {});
    }
}
