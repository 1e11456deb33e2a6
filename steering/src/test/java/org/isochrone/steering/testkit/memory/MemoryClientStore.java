package org.isochrone.steering.testkit.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.prefix.Prefix;

/** Clients in memory. Safe for any thread. */
public class MemoryClientStore implements ClientStore {
    private static final Comparator<Target> TARGET_ORDER = Comparator.comparing(Target::prefix)
            .thenComparing(Target::address)
            .thenComparing(Target::method)
            .thenComparingInt(Target::port);

    private final Map<Prefix, ClientPrefix> clients = new TreeMap<>();
    private final Map<Prefix, ClientPrefix> networks = new TreeMap<>();
    private final TreeSet<Target> targets = new TreeSet<>(TARGET_ORDER);
    private final TreeMap<Instant, Map<Prefix, Long>> counts = new TreeMap<>();

    @Override
    public synchronized void addClients(Collection<ClientPrefix> added) {
        added.forEach(client -> clients.merge(client.prefix(), client, MemoryClientStore::merged));
    }

    private static ClientPrefix merged(ClientPrefix known, ClientPrefix news) {
        return new ClientPrefix(
                known.prefix(),
                news.asn() == 0 ? known.asn() : news.asn(),
                news.country().isEmpty() ? known.country() : news.country(),
                news.location().or(known::location));
    }

    @Override
    public synchronized List<ClientPrefix> clients() {
        return List.copyOf(clients.values());
    }

    @Override
    public synchronized void addNetworks(Collection<ClientPrefix> added) {
        added.forEach(network -> networks.put(network.prefix(), network));
    }

    @Override
    public synchronized List<ClientPrefix> networks() {
        return List.copyOf(networks.values());
    }

    @Override
    public synchronized void addTargets(Collection<Target> added) {
        added.forEach(target -> meet(target.prefix()));
        targets.addAll(added);
    }

    @Override
    public synchronized List<Target> targets() {
        return List.copyOf(targets);
    }

    @Override
    public synchronized void addCounts(Instant at, Collection<ClientCount> added) {
        Map<Prefix, Long> hour = counts.computeIfAbsent(at.truncatedTo(ChronoUnit.HOURS), start -> new TreeMap<>());
        for (ClientCount count : added) {
            meet(count.prefix());
            hour.merge(count.prefix(), count.questions(), Long::sum);
        }
    }

    @Override
    public synchronized Map<Prefix, Long> countsSince(Instant since) {
        Map<Prefix, Long> sum = new TreeMap<>();
        counts.tailMap(since.truncatedTo(ChronoUnit.HOURS))
                .values()
                .forEach(hour -> hour.forEach((prefix, questions) -> sum.merge(prefix, questions, Long::sum)));
        return sum;
    }

    private void meet(Prefix prefix) {
        clients.putIfAbsent(prefix, ClientPrefix.bare(prefix));
    }
}
