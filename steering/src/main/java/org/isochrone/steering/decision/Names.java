package org.isochrone.steering.decision;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Namespace.UnknownBucket;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zonegroup;

/**
 * Which names exist and what they are bound to. Nothing here depends on the client, because PowerDNS caches for
 * everybody that a name or a type does not exist. Wildcards match as RFC 4592 wants it: only below the closest name
 * that exists. Immutable, safe for any thread.
 */
public final class Names {
    /** The zonegroup id that stands for all zones of the realm. */
    public static final String WHOLE_REALM = "";

    private final Map<String, SteeredName> exact = new HashMap<>();
    private final Set<String> nonTerminals = new HashSet<>();
    private final List<Namespace> namespaces;
    private final Map<Binding.Rule, Binding.Rule> rules = new ConcurrentHashMap<>();

    /** Indexes the names of a topology. */
    public Names(Topology topology) {
        topology.names().forEach(name -> {
            exact.put(name.name(), name);
            nonTerminals.addAll(DnsName.ancestors(name.name()));
        });
        topology.namespaces().forEach(namespace -> {
            nonTerminals.add(namespace.suffix());
            nonTerminals.addAll(DnsName.ancestors(namespace.suffix()));
        });
        namespaces = topology.namespaces().stream()
                .sorted(Comparator.comparingInt(
                        (Namespace namespace) -> -namespace.suffix().length()))
                .toList();
    }

    /**
     * Returns what a name is bound to.
     *
     * @param name lower case, without a trailing dot
     */
    public static Optional<Binding> find(Snapshot snapshot, String name) {
        return snapshot.names().find(name, snapshot);
    }

    /**
     * Tells whether a name exists only because something lies below it: it has no records, and is no NXDOMAIN either.
     */
    public static boolean emptyNonTerminal(Snapshot snapshot, String name) {
        Names names = snapshot.names();
        return names.nonTerminals.contains(name)
                || names.namespaces.stream().anyMatch(namespace -> {
                    String bucket = DnsName.below(name, namespace.suffix());
                    return !bucket.isEmpty() && snapshot.buckets().nonTerminal(bucket);
                });
    }

    /**
     * Returns the nearest name above {@code name} that steered names and namespaces make exist; empty if there is none.
     */
    public static String encloser(Snapshot snapshot, String name) {
        Names names = snapshot.names();
        return DnsName.ancestors(name).stream()
                .filter(up -> names.nonTerminals.contains(up) || names.exact.containsKey(up))
                .findFirst()
                .orElse("");
    }

    private Optional<Binding> find(String name, Snapshot snapshot) {
        SteeredName steered = exact.get(name);
        if (steered != null) {
            return Optional.of(new Binding(name, "", steered.zonegroup(), steered.mode()));
        }
        for (Namespace namespace : namespaces) {
            if (namespace.suffix().equals(name)) {
                return Optional.of(new Binding(name, "", WHOLE_REALM, AnswerMode.ADDRESS));
            }
            String bucket = DnsName.below(name, namespace.suffix());
            if (!bucket.isEmpty()) {
                return bucket(namespace, bucket, snapshot.buckets().place(bucket), snapshot);
            }
        }
        return wildcard(name);
    }

    /**
     * A bucket of which nobody has told yet is sent to the fastest zone of the realm, whatever the policy: the gateways
     * there know where it lies, while an NXDOMAIN would be kept.
     */
    private static Optional<Binding> bucket(Namespace namespace, String bucket, BucketPlace place, Snapshot snapshot) {
        Optional<String> held =
                place.held().flatMap(snapshot.topology()::zonegroupNamed).map(Zonegroup::id);
        if (held.isEmpty()
                && place.state() != BucketPlace.State.UNKNOWN
                && namespace.unknownBucket() == UnknownBucket.NXDOMAIN) {
            return Optional.empty();
        }
        Optional<BucketPlace> moving = snapshot.buckets().listed(bucket) ? Optional.empty() : Optional.of(place);
        Binding.Rule rule = new Binding.Rule(namespace.suffix(), true, held.orElse(WHOLE_REALM), namespace.mode());
        return Optional.of(new Binding(snapshot.names().rules.computeIfAbsent(rule, made -> made), bucket, moving));
    }

    /** Returns where the bucket lies that a name of a namespace stands for; empty for all other names. */
    static Optional<BucketPlace> bucketPlace(Snapshot snapshot, String name) {
        return snapshot.names()
                .namespace(name)
                .map(namespace -> snapshot.buckets().place(DnsName.below(name, namespace.suffix())));
    }

    /** Tells whether a name stands for a bucket if there is one, which may come to be known at any moment. */
    public static boolean mayBeBucket(Snapshot snapshot, String name) {
        return snapshot.names().namespace(name).isPresent();
    }

    /** Returns that there is no such bucket, of a name that would stand for one; empty for all other names. */
    public static Optional<NoBucket> noBucket(Snapshot snapshot, String name) {
        Buckets buckets = snapshot.buckets();
        return snapshot.names().namespace(name).flatMap(namespace -> {
            String bucket = DnsName.below(name, namespace.suffix());
            BucketPlace place = buckets.place(bucket);
            return bucket(namespace, bucket, place, snapshot).isPresent()
                    ? Optional.empty()
                    : Optional.of(new NoBucket(bucket, place, buckets.nonTerminal(bucket)));
        });
    }

    /** Returns the namespace in which a name stands for a bucket. */
    private Optional<Namespace> namespace(String name) {
        if (exact.containsKey(name)) {
            return Optional.empty();
        }
        return namespaces.stream()
                .filter(namespace -> !DnsName.below(name, namespace.suffix()).isEmpty())
                .findFirst();
    }

    /** Tells whether names may come into being at any moment below {@code zone}, as those of buckets do. */
    public static boolean learnsBelow(Snapshot snapshot, String zone) {
        return snapshot.buckets().learns()
                && snapshot.names().namespaces.stream()
                        .filter(namespace -> namespace.unknownBucket() == UnknownBucket.NXDOMAIN)
                        .map(Namespace::suffix)
                        .anyMatch(suffix -> suffix.equals(zone)
                                || !DnsName.below(suffix, zone).isEmpty()
                                || !DnsName.below(zone, suffix).isEmpty());
    }

    private Optional<Binding> wildcard(String name) {
        if (nonTerminals.contains(name)) {
            return Optional.empty();
        }
        for (String encloser : DnsName.ancestors(name)) {
            SteeredName wild = exact.get("*." + encloser);
            if (wild != null) {
                return Optional.of(new Binding(wild.name(), "", wild.zonegroup(), wild.mode()));
            }
            if (nonTerminals.contains(encloser) || exact.containsKey(encloser)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
