package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.HealthStore;
import org.isochrone.steering.testkit.contract.HealthStoreContract;

class MemoryHealthStoreTest extends HealthStoreContract {
    @Override
    protected HealthStore store() {
        return new MemoryHealthStore();
    }
}
