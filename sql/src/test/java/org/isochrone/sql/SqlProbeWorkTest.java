package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.steering.testkit.contract.ProbeWorkContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlProbeWorkTest extends ProbeWorkContract {
    private static final long HELD_NANOS = 200_000_000;

    private final Database database = TestDatabase.migrated();

    @Override
    protected Stores stores() {
        return new Stores(
                new SqlClientStore(database, InstantSource.system()),
                new SqlTargetStore(database, InstantSource.system()),
                new SqlProbeWork(database));
    }

    @Test
    void whoMeetsAnotherPeersClaimAsksAgainUntilItIsOver() throws InterruptedException {
        Stores stores = stores();
        stores.clients().addTargets(List.of(icmp("8.0.0.1")));
        stores.work().plan("lon", List.of(pair(A, 0)), T0);
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> database.write("hold", connection -> {
            int held = Rows.select(
                            connection,
                            "SELECT last_burst FROM probed_address FOR UPDATE",
                            row -> {},
                            row -> TargetRows.time(row, "last_burst"))
                    .size();
            locked.countDown();
            LockSupport.parkNanos(HELD_NANOS);
            return held;
        }));
        locked.await();
        assertEquals(1, claim(stores, "one", "lon", T0).size());
        assertEquals(1, other.join());
    }

    @AfterEach
    void close() {
        database.close();
    }
}
