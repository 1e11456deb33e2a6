package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Counts who asks, by leaf client prefix (/24, /48), without a lock and without allocating per question of a client
 * that was seen before. Between two drains at most a fixed number of prefixes is told apart, so that a flood of forged
 * sources cannot fill the memory; what comes beyond is counted as lost. Safe for any thread.
 *
 * <p>Not counted: PowerDNS's own questions (0.0.0.0), and clients of whom less is known than a leaf prefix.
 */
public final class ClientCounter {
    /** Prefixes told apart between two drains where nothing else is said: 1 MiB of counters. */
    public static final int DEFAULT_PREFIXES = 1 << 15;

    /** Resolvers remembered between two drains; whoever is left out asks again. */
    static final int RESOLVERS = 4096;

    private final int capacity;
    private final Predicate<IpAddress> counted;
    private final LongAdder lost = new LongAdder();
    private final Set<IpAddress> resolvers = ConcurrentHashMap.newKeySet();
    private volatile LeafTable current;
    private volatile LeafTable retired;

    /**
     * Counts nothing yet.
     *
     * @param capacity how many prefixes are told apart between two drains, at least 1
     * @param counted which clients' addresses are worth counting, such as public ones only
     */
    public ClientCounter(int capacity, Predicate<IpAddress> counted) {
        if (capacity < 1) {
            throw new IllegalArgumentException("must be >= 1: capacity=" + capacity);
        }
        this.capacity = capacity;
        this.counted = counted;
        this.current = new LeafTable(capacity);
        this.retired = new LeafTable(1);
    }

    /** Counts every client but PowerDNS itself, with the default capacity. */
    public ClientCounter() {
        this(DEFAULT_PREFIXES, address -> true);
    }

    /** Counts one question; a resolver that asks without a client subnet is remembered as one. */
    public void count(Client client) {
        IpAddress address = client.address();
        boolean unspecified = address.high() == 0 && address.low() == 0;
        if (unspecified || client.sourceLength() < address.family().leafLength() || !counted.test(address)) {
            return;
        }
        add(key(address), 1);
        // What came as a client subnet says where people are, and is kept as a prefix only.
        if (!client.subnet() && !resolvers.contains(address) && resolvers.size() < RESOLVERS) {
            resolvers.add(address);
        }
    }

    /**
     * Counts in the table of now. Whoever was held up until that table was drained for the last time, takes his count
     * out of it again, unless the drain has it.
     */
    private void add(long key, long questions) {
        long open = questions;
        while (open > 0) {
            LeafTable table = current;
            int slot = table.add(key, open);
            if (slot < 0) {
                lost.add(open);
                return;
            }
            open = table == current || table == retired ? 0 : table.take(slot);
        }
    }

    /** Returns the resolvers that asked since the last call, a bounded number of them. */
    public synchronized List<IpAddress> drainResolvers() {
        List<IpAddress> seen = List.copyOf(resolvers);
        seen.forEach(resolvers::remove);
        return seen;
    }

    /** Returns the counts since the last call and starts again from nothing. To be called by one thread at a time. */
    public synchronized List<ClientCount> drain() {
        LeafTable full = current;
        LeafTable last = retired;
        List<ClientCount> counts = new ArrayList<>();
        // Said before it is done: who counts in a table and then finds it here, is drained with it.
        current = new LeafTable(capacity);
        retired = full;
        last.drain(counts);
        full.drain(counts);
        return counts;
    }

    /** Returns how many questions came from prefixes beyond the capacity since the start. */
    public long lost() {
        return lost.sum();
    }

    /** The leaf prefix's bits, under a mark that tells the family and keeps the key from being 0. */
    private static long key(IpAddress address) {
        return address.family() == IpFamily.IPV4 ? 1L << 48 | address.high() >>> 40 : 1L << 49 | address.high() >>> 16;
    }

    static IpAddress address(long key) {
        return key >>> 49 == 0
                ? new IpAddress(IpFamily.IPV4, key << 40 & 0xFFFF_FF00_0000_0000L, 0)
                : new IpAddress(IpFamily.IPV6, key << 16, 0);
    }
}
