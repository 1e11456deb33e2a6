package org.isochrone.steering.testkit.memory;

import java.util.List;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.SampleStore;
import org.isochrone.steering.testkit.contract.SampleStoreContract;

class MemorySampleStoreTest extends SampleStoreContract {
    private final MemorySampleStore store = new MemorySampleStore();

    @Override
    protected SampleStore store() {
        return store;
    }

    @Override
    protected List<DecisionSample> kept() {
        return store.all();
    }
}
