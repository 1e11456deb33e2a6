package org.isochrone.steering.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.prefix.Prefix;

/** Keeps whom peers may probe, and what was learnt of them. */
public interface TargetStore {
    /**
     * Targets kept of one client prefix. Who is offered beyond that takes the place of one that gives way, or is passed
     * over.
     */
    int MOST_PER_PREFIX = 48;

    /**
     * Adds targets that are not known, and the client prefix of each where it is new. What is known of a target stays.
     *
     * @return how many were new
     */
    int offer(Collection<Candidate> candidates);

    /** Returns everything known of the targets of a client prefix, by address, method and port. */
    List<KnownTarget> known(Prefix prefix);

    /**
     * Returns the client prefixes with a target that is neither refused nor set aside, or may be tried at {@code now},
     * in order.
     */
    List<ClientPrefix> measurable(Instant now);
}
