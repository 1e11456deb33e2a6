package org.isochrone.steering.testkit.memory;

import java.time.InstantSource;
import org.isochrone.steering.testkit.contract.ProbeWorkContract;

class MemoryProbeStoreTest extends ProbeWorkContract {
    @Override
    protected Stores stores() {
        MemoryClientStore clients = new MemoryClientStore();
        MemoryProbeStore probes = new MemoryProbeStore(clients, InstantSource.system());
        return new Stores(clients, probes, probes);
    }
}
