package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.ChangeStore;
import org.isochrone.steering.testkit.contract.ChangeStoreContract;

class MemoryChangeStoreTest extends ChangeStoreContract {
    @Override
    protected ChangeStore store() {
        return new MemoryChangeStore();
    }
}
