package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.ContentStore;
import org.isochrone.steering.testkit.contract.ContentStoreContract;

class MemoryContentStoreTest extends ContentStoreContract {
    @Override
    protected ContentStore store() {
        return new MemoryContentStore();
    }
}
