package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.MapStore;
import org.isochrone.steering.testkit.contract.MapStoreContract;

class MemoryMapStoreTest extends MapStoreContract {
    @Override
    protected MapStore store() {
        return new MemoryMapStore();
    }
}
