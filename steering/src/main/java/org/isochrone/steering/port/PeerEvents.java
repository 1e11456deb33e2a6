package org.isochrone.steering.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.isochrone.steering.health.PeerEvent;

/** Keeps what befell peers. */
public interface PeerEvents {
    /** Keeps events; one that is known already, by peer, kind and beginning, is replaced. */
    void note(Collection<PeerEvent> events);

    /** Returns what was last so at {@code since} or later, by peer and beginning. */
    List<PeerEvent> since(Instant since);
}
