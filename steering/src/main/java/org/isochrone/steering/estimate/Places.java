package org.isochrone.steering.estimate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * The rows of an estimate table and where they are: AS, country and location, inherited from the longest covering
 * network that knows them, and which networks cover which rows. Immutable.
 */
final class Places {
    private final List<ClientPrefix> rows = new ArrayList<>();
    private final boolean[] network;
    private final int[] parent;

    /** Puts client prefixes, measured prefixes and networks in order, each once. */
    Places(EstimateInput input) {
        TreeMap<Prefix, ClientPrefix> known = new TreeMap<>();
        input.bursts().prefixes().forEach(prefix -> known.put(prefix, ClientPrefix.bare(prefix)));
        input.clients().forEach(client -> known.put(client.prefix(), client));
        Set<Prefix> leaves = new HashSet<>(known.keySet());
        input.networks().forEach(net -> known.merge(net.prefix(), net, Places::filled));
        network = new boolean[known.size()];
        parent = new int[known.size()];
        place(known.values(), leaves);
    }

    Prefix[] prefixes() {
        return rows.stream().map(ClientPrefix::prefix).toArray(Prefix[]::new);
    }

    /** Returns AS, country and location of a row, its own or inherited. */
    ClientPrefix row(int row) {
        return rows.get(row);
    }

    /** Tells whether the row is a network only, which is no client and has no vote. */
    boolean network(int row) {
        return network[row];
    }

    /** Returns the row of the nearest network around a row; -1 if there is none. */
    int parent(int row) {
        return parent[row];
    }

    private void place(Collection<ClientPrefix> inOrder, Set<Prefix> leaves) {
        Deque<Integer> covering = new ArrayDeque<>();
        for (ClientPrefix next : inOrder) {
            while (!covering.isEmpty() && !rows.get(covering.element()).prefix().covers(next.prefix())) {
                covering.pop();
            }
            int row = rows.size();
            parent[row] = covering.isEmpty() ? -1 : covering.element();
            network[row] = !leaves.contains(next.prefix());
            rows.add(covering.isEmpty() ? next : filled(next, rows.get(covering.element())));
            if (network[row]) {
                covering.push(row);
            }
        }
    }

    /** Returns {@code own} with what it lacks taken from {@code other}. */
    private static ClientPrefix filled(ClientPrefix own, ClientPrefix other) {
        Optional<GeoPoint> location = own.location().filter(Predicate.not(Places::nowhere));
        return new ClientPrefix(
                own.prefix(),
                own.asn() == 0 ? other.asn() : own.asn(),
                own.country().isEmpty() ? other.country() : own.country(),
                location.or(other::location));
    }

    /** Null Island: what databases say when they do not know. */
    private static boolean nowhere(GeoPoint point) {
        return point.latitude() == 0 && point.longitude() == 0;
    }
}
