package org.isochrone.steering.testkit.memory;

import java.util.Map;
import org.isochrone.steering.burst.Arrivals;
import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.testkit.contract.MapStoreContract;

class MemoryMapStoreTest extends MapStoreContract {
    @Override
    protected MapStore store() {
        return new MemoryMapStore();
    }

    @Override
    protected Arrivals arrived() {
        return new Arrivals(Map.of("one", 1L, "two", 7L));
    }
}
