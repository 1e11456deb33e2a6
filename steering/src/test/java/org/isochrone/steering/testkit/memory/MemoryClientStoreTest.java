package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.testkit.contract.ClientStoreContract;

class MemoryClientStoreTest extends ClientStoreContract {
    @Override
    protected ClientStore store() {
        return new MemoryClientStore();
    }
}
