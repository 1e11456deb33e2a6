package org.isochrone.steering.history;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;

/** The country of prefixes: their own, or that of the longest network around them that says one. Immutable. */
public final class Countries {
    private final Map<Prefix, String> known = new HashMap<>();

    /** Takes what clients and networks say; clients before networks of the same prefix. */
    public Countries(Collection<ClientPrefix> clients, Collection<ClientPrefix> networks) {
        networks.forEach(this::learn);
        clients.forEach(this::learn);
    }

    private void learn(ClientPrefix place) {
        if (!place.country().isEmpty()) {
            known.put(place.prefix(), place.country());
        }
    }

    /** Returns the two letters of a prefix's country; empty if nobody says one. */
    public String of(Prefix prefix) {
        for (int length = prefix.length(); length >= 0 && !known.isEmpty(); length--) {
            String country = known.get(prefix.network().prefix(length));
            if (country != null) {
                return country;
            }
        }
        return "";
    }
}
