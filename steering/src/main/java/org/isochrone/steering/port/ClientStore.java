package org.isochrone.steering.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.Prefix;

/** Keeps who the clients are: prefixes, covering networks, targets, and how often they ask. */
public interface ClientStore {
    /** Adds client prefixes; for one that is there, what is known now (not 0, not empty) replaces what was known. */
    void addClients(Collection<ClientPrefix> clients);

    /** Returns every client prefix, in order. */
    List<ClientPrefix> clients();

    /** Adds covering networks, replacing what was known of the same prefix. */
    void addNetworks(Collection<ClientPrefix> networks);

    /** Returns every covering network, in order. */
    List<ClientPrefix> networks();

    /** Adds targets, and the client prefix of each where it is new. */
    void addTargets(Collection<Target> targets);

    /** Returns every target, ordered by prefix and address. */
    List<Target> targets();

    /** Adds to the counts of the hour that holds {@code at}, and the client prefix of each where it is new. */
    void addCounts(Instant at, Collection<ClientCount> counts);

    /** Returns the questions per client prefix since {@code since}. */
    Map<Prefix, Long> countsSince(Instant since);
}
