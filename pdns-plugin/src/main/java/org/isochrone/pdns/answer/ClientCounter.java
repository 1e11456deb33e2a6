package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.decision.Asker;
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
    private final boolean on;
    private final LongAdder lost = new LongAdder();
    private final Set<IpAddress> resolvers = ConcurrentHashMap.newKeySet();
    private volatile LeafTable seenResolvers = new LeafTable(RESOLVERS);
    private volatile LeafTable current;
    private volatile LeafTable retired;

    private ClientCounter(int capacity, boolean on) {
        this.capacity = capacity;
        this.on = on;
        this.current = new LeafTable(capacity);
        this.retired = new LeafTable(1);
    }

    /** Counts nothing yet; tells {@code capacity} prefixes apart between two drains. */
    ClientCounter(int capacity) {
        this(capacity, true);
    }

    /** Does the same with the default capacity. */
    public ClientCounter() {
        this(DEFAULT_PREFIXES);
    }

    /** Returns one that never counts. */
    static ClientCounter off() {
        return new ClientCounter(1, false);
    }

    /** Counts one question; a resolver that asks without a client subnet is remembered as one. */
    public void count(Asker client) {
        boolean unspecified = client.high() == 0 && client.low() == 0;
        if (!on || unspecified || client.sourceLength() < client.family().leafLength()) {
            return;
        }
        add(key(client.family(), client.high()), 1);
        // What came as a client subnet says where people are, and is kept as a prefix only.
        LeafTable seen = seenResolvers;
        if (!client.subnet() && !seen.has(hash(client)) && seen.add(hash(client), 1) >= 0) {
            resolvers.add(client.client().address());
        }
    }

    /** Tells addresses apart, all but surely; not 0. */
    private static long hash(Asker client) {
        long hash = client.high() * 0x9E37_79B9_7F4A_7C15L ^ client.low();
        return hash == 0 ? 1 : hash;
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
        // first, so that who is counted as seen from here on is in the next list
        seenResolvers = new LeafTable(RESOLVERS);
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
    private static long key(IpFamily family, long high) {
        return family == IpFamily.IPV4 ? 1L << 48 | high >>> 40 : 1L << 49 | high >>> 16;
    }

    static IpAddress address(long key) {
        return key >>> 49 == 0
                ? new IpAddress(IpFamily.IPV4, key << 40 & 0xFFFF_FF00_0000_0000L, 0)
                : new IpAddress(IpFamily.IPV6, key << 16, 0);
    }
}
