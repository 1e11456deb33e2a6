package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.DoubtStore;
import org.isochrone.steering.testkit.contract.DoubtStoreContract;

class MemoryDoubtStoreTest extends DoubtStoreContract {
    @Override
    protected DoubtStore store() {
        return new MemoryDoubtStore();
    }
}
