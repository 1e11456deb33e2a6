package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.testkit.contract.BurstStoreContract;

class MemoryBurstStoreTest extends BurstStoreContract {
    @Override
    protected BurstStore store() {
        return new MemoryBurstStore();
    }
}
