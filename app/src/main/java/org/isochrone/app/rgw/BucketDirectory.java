package org.isochrone.app.rgw;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.isochrone.app.print.Words;
import org.isochrone.app.state.Outage;
import org.isochrone.steering.config.Durations;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.BucketPlace.State;
import org.isochrone.steering.decision.BucketSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where buckets lie, as gateways told. An answer takes what is known and leaves a note of what it missed; {@link #next}
 * and {@link #learn} work the notes off, beside all answers.
 *
 * <p>What a gateway told counts up to an age: where a bucket lies, {@link RgwConfig#stale}, but after
 * {@link RgwConfig#fresh} it is asked for again; that a bucket is absent, {@link #ABSENT}, for it may be created at any
 * moment. {@link #list} names buckets before anybody asks for them. Memory is bounded by {@link #MOST} buckets. Safe
 * for any thread.
 */
public final class BucketDirectory implements BucketSource {
    /**
     * How long a bucket is taken to be absent. Whoever is told so keeps it for a while himself, PowerDNS twice one
     * after the other; all of that together must not take longer than ten seconds.
     */
    static final Duration ABSENT = Duration.ofSeconds(4);

    /** Buckets that are remembered. */
    static final int MOST = 500_000;

    /** Notes that are kept; a flood of random names must not fill the memory. */
    private static final int MOST_NOTES = 10_000;

    private static final String INSTEAD = "buckets are answered as they were known last";

    private static final Logger LOG = LoggerFactory.getLogger(BucketDirectory.class);

    private final RgwConfig config;
    private final InstantSource clock;
    private final Outage outage;
    private final Map<String, BucketEntry> entries = new ConcurrentHashMap<>();
    private final Set<String> noted = ConcurrentHashMap.newKeySet();
    private final Queue<String> notes = new ConcurrentLinkedQueue<>();
    private volatile Set<String> nonTerminals = Set.of();
    private Iterator<String> listed = Collections.emptyIterator();

    /** Knows nothing yet. */
    public BucketDirectory(RgwConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.outage = new Outage("the gateway", clock);
    }

    @Override
    public BucketPlace find(String bucket) {
        BucketEntry entry = entry(bucket);
        long ageMillis = age(entry);
        noteIfOld(bucket, entry, ageMillis);
        return new BucketPlace(
                state(entry, ageMillis),
                zonegroup(entry, ageMillis),
                settled(entry, ageMillis),
                () -> story(entry, ageMillis));
    }

    @Override
    public boolean still(String bucket, BucketPlace place) {
        BucketEntry entry = entry(bucket);
        long ageMillis = age(entry);
        noteIfOld(bucket, entry, ageMillis);
        return place.says(state(entry, ageMillis), zonegroup(entry, ageMillis), settled(entry, ageMillis));
    }

    private BucketEntry entry(String bucket) {
        return entries.getOrDefault(bucket, BucketEntry.NEVER);
    }

    private State state(BucketEntry entry, long ageMillis) {
        if (ageMillis > counts(entry)) {
            return State.UNKNOWN;
        }
        return entry.absent() ? State.ABSENT : State.HELD;
    }

    /** Returns up to which age what a gateway told counts, milliseconds. */
    private long counts(BucketEntry entry) {
        return (entry.absent() ? ABSENT : config.stale()).toMillis();
    }

    private String zonegroup(BucketEntry entry, long ageMillis) {
        return state(entry, ageMillis) == State.HELD ? entry.zonegroup() : "";
    }

    private boolean settled(BucketEntry entry, long ageMillis) {
        return !entry.absent() && ageMillis <= config.fresh().toMillis();
    }

    private void noteIfOld(String bucket, BucketEntry entry, long ageMillis) {
        if (ageMillis > (entry.absent() ? ABSENT.toMillis() / 2 : config.fresh().toMillis())) {
            note(bucket);
        }
    }

    private String story(BucketEntry entry, long ageMillis) {
        if (entry.equals(BucketEntry.NEVER)) {
            return "no gateway has told yet";
        }
        String limit = entry.absent() ? "an absence counts" : "[Rgw] Stale";
        return told(Duration.ofMillis(ageMillis)) + (ageMillis > counts(entry) ? ", longer than " + limit : "");
    }

    @Override
    public boolean nonTerminal(String name) {
        return nonTerminals.contains(name);
    }

    @Override
    public boolean learns() {
        return true;
    }

    private void note(String bucket) {
        if (noted.size() < MOST_NOTES && noted.add(bucket)) {
            notes.add(bucket);
        }
    }

    /**
     * Returns the next bucket to {@link #learn}: what answers missed, then what a list named; empty if there is none.
     */
    synchronized Optional<String> next() {
        String missed = notes.poll();
        if (missed != null) {
            // Before it is asked for, so that whoever misses it from here on notes it again.
            noted.remove(missed);
            return Optional.of(missed);
        }
        while (listed.hasNext()) {
            String bucket = listed.next();
            if (!entries.containsKey(bucket)) {
                return Optional.of(bucket);
            }
        }
        return Optional.empty();
    }

    /** Asks a gateway for a bucket; waits for it. A failure loses nothing: the next answer that misses it notes it. */
    void learn(String bucket, Gateway gateway) {
        outage.guard(
                () -> {
                    try {
                        put(bucket, gateway.zonegroup(bucket).orElse(""));
                    } catch (RefusedBucketException e) {
                        // The gateway is there, and other buckets are none the worse.
                        LOG.debug("bucket '{}' stays unknown: {}", bucket, e.getMessage());
                    }
                },
                INSTEAD);
    }

    private void put(String bucket, String zonegroup) {
        if (entries.size() >= MOST && !entries.containsKey(bucket)) {
            entries.keySet().stream().findAny().ifPresent(entries::remove);
        }
        entries.put(bucket, new BucketEntry(zonegroup, clock.instant()));
    }

    /** Takes the names of all buckets; waits for the gateway. */
    void list(Gateway gateway) {
        outage.guard(
                () -> {
                    Set<String> all = new HashSet<>();
                    Optional<String> from = Optional.empty();
                    do {
                        GatewayReplies.Page page = gateway.names(from);
                        all.addAll(page.names());
                        // A page that names itself as the next would be read for good.
                        from = page.next().equals(from) ? Optional.empty() : page.next();
                    } while (from.isPresent() && all.size() < MOST);
                    took(all);
                },
                INSTEAD);
    }

    private synchronized void took(Set<String> all) {
        Set<String> above = new HashSet<>();
        for (String bucket : all) {
            for (int dot = bucket.indexOf('.'); dot >= 0; dot = bucket.indexOf('.', dot + 1)) {
                above.add(bucket.substring(dot + 1));
            }
        }
        nonTerminals = Set.copyOf(above);
        // A tenant's bucket has no name in DNS.
        listed = all.stream().filter(bucket -> !bucket.contains("/")).iterator();
    }

    /** Forgets what is too old to count. */
    void sweep() {
        entries.values().removeIf(entry -> age(entry) > counts(entry));
    }

    /** Returns the buckets that were found, for a file. */
    Map<String, BucketEntry> found() {
        Map<String, BucketEntry> found = new HashMap<>(entries);
        found.values().removeIf(BucketEntry::absent);
        return found;
    }

    /** Takes what a file kept, unless something newer is known. */
    void restore(Map<String, BucketEntry> kept) {
        kept.forEach(entries::putIfAbsent);
    }

    /** Returns how many buckets are known. */
    public int size() {
        return entries.size();
    }

    /** Returns since when no gateway replies, and why. */
    public Outage outage() {
        return outage;
    }

    private String told(Duration age) {
        String story = "a gateway told " + Durations.format(whole(age)) + " ago";
        return outage.since()
                .map(since -> story + "; none replies since " + since + " (" + outage.reason() + ")")
                .orElse(story);
    }

    private static Duration whole(Duration age) {
        return Duration.ofSeconds(age.toSeconds());
    }

    /** Returns milliseconds. A clock that was set back makes nothing older, or younger than now. */
    private long age(BucketEntry entry) {
        return Math.max(0, clock.millis() - entry.at().toEpochMilli());
    }

    @Override
    public String toString() {
        return Words.count(entries.size(), "bucket") + " of " + config;
    }
}
