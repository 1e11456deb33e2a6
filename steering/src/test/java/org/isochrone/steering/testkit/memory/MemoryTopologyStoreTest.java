package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.testkit.contract.TopologyStoreContract;

class MemoryTopologyStoreTest extends TopologyStoreContract {
    @Override
    protected TopologyStore store() {
        return new MemoryTopologyStore();
    }
}
