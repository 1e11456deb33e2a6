package org.isochrone.steering.testkit.memory;

import org.isochrone.steering.port.PeerEvents;
import org.isochrone.steering.testkit.contract.PeerEventsContract;

class MemoryPeerEventsTest extends PeerEventsContract {
    @Override
    protected PeerEvents store() {
        return new MemoryPeerEvents();
    }
}
