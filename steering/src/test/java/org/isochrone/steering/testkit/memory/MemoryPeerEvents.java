package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.isochrone.steering.health.PeerEvent;
import org.isochrone.steering.port.PeerEvents;

/** What befell peers, in memory. Safe for any thread. */
public final class MemoryPeerEvents implements PeerEvents {
    private static final Comparator<PeerEvent> NAME = Comparator.comparing(PeerEvent::peer)
            .thenComparing(PeerEvent::began)
            .thenComparing(PeerEvent::kind);

    private final Map<PeerEvent, PeerEvent> events = new TreeMap<>(NAME);

    @Override
    public synchronized void note(Collection<PeerEvent> more) {
        for (PeerEvent event : more) {
            events.remove(event);
            events.put(event, event);
        }
    }

    @Override
    public synchronized List<PeerEvent> since(Instant since) {
        return events.values().stream()
                .filter(event -> !event.ended().isBefore(since))
                .toList();
    }
}
