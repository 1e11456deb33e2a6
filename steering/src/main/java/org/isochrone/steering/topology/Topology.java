package org.isochrone.steering.topology;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A realm with its current period and the names bound to it: everything that was decided by people. Immutable, safe for
 * any thread.
 */
public final class Topology {
    private final Realm realm;
    private final Period period;
    private final List<SteeredName> names;
    private final List<Namespace> namespaces;
    private final Map<String, Zone> zones;
    private final Map<String, Zonegroup> zonegroups;

    /** Puts the parts together; they are expected to fit, which {@code TopologyRules} checks at the edge. */
    public Topology(Realm realm, Period period, List<SteeredName> names, List<Namespace> namespaces) {
        this.realm = realm;
        this.period = period;
        this.names = List.copyOf(names);
        this.namespaces = List.copyOf(namespaces);
        this.zonegroups =
                period.zonegroups().stream().collect(Collectors.toUnmodifiableMap(Zonegroup::id, Function.identity()));
        this.zones = period.zonegroups().stream()
                .flatMap(group -> group.zones().stream())
                .collect(Collectors.toUnmodifiableMap(Zone::id, Function.identity()));
    }

    /** Returns the realm. */
    public Realm realm() {
        return realm;
    }

    /** Returns the period in effect. */
    public Period period() {
        return period;
    }

    /** Returns the steered names. */
    public List<SteeredName> names() {
        return names;
    }

    /** Returns the namespaces. */
    public List<Namespace> namespaces() {
        return namespaces;
    }

    /** Returns every zone of the current period, in no order. */
    public Collection<Zone> zones() {
        return zones.values();
    }

    /** Returns the zone of that id, if the current period has it. */
    public Optional<Zone> zone(String id) {
        return Optional.ofNullable(zones.get(id));
    }

    /** Returns what people call the zone of that id; the id itself, if the current period has no such zone. */
    public String zoneName(String id) {
        return zone(id).map(Zone::name).orElse(id);
    }

    /** Returns the zonegroup of that id, if the current period has it. */
    public Optional<Zonegroup> zonegroup(String id) {
        return Optional.ofNullable(zonegroups.get(id));
    }

    /** Returns the zonegroup of that id, or else of that name, if the current period has it. */
    public Optional<Zonegroup> zonegroupNamed(String idOrName) {
        Optional<Zonegroup> found = zonegroup(idOrName);
        return found.isPresent()
                ? found
                : period.zonegroups().stream()
                        .filter(group -> group.name().equals(idOrName))
                        .findFirst();
    }

    /** Returns the zone that people call {@code name} (or whose id it is), if there is one. */
    public Optional<Zone> zoneNamed(String name) {
        return zones.values().stream()
                .filter(zone -> zone.name().equals(name))
                .findFirst()
                .or(() -> zone(name));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Topology that
                && realm.equals(that.realm)
                && period.equals(that.period)
                && names.equals(that.names)
                && namespaces.equals(that.namespaces);
    }

    @Override
    public int hashCode() {
        return Objects.hash(realm, period, names, namespaces);
    }

    /** Returns which configuration this is, for logs. */
    @Override
    public String toString() {
        return "realm " + realm.id() + " period " + period.id() + " epoch " + period.epoch();
    }
}
