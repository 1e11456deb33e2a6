package org.isochrone.steering.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isochrone.steering.health.ZoneHealth;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Zone;

/**
 * Chooses the zone for a client. One pure function of (snapshot, binding, client): pipe, remote, DNS listener, redirect
 * and {@code explain} all answer what it says.
 *
 * <p>The chain: zones of the current period that have what is needed, minus down and drained, then a human's pin, then
 * the latency map's first tier with a zone left, then weights among well-connected zones. Inside a tier the weights
 * choose by rendezvous hashing [1], the same zone every time for the same client.
 *
 * <p>The scope is the length of the largest prefix around the client in which each step comes out the same for
 * everybody: the map's cell, cut down to where overrides differ, and to the leaf length (/24, /48) where weights
 * choose, because then each leaf is hashed by itself, and no IPv6 cell holds both addresses of its own and such as
 * stand for IPv4 addresses. All of these are cells of one partition of the address space, so answers of one name never
 * overlap [2]. It is never 0, since a scope of 0 would let caches hand one client's answer to all.
 *
 * <p>This is the path of every question, so it has loops where streams would read better.
 *
 * <p>[1] Thaler, Ravishankar: Using name-based mappings to increase hit rates, IEEE/ACM ToN 6(1), 1998; weights as in
 * Schindelhauer, Schomaker: Weighted distributed hash tables, SPAA 2005. [2] RFC 7871 section 7.2.1.
 */
public final class Decider {
    private Decider() {}

    /**
     * Returns the zones that may ever be answered: those of the binding's zonegroup in the current period that have
     * what is needed. Depends on neither client nor health, so it says which types a name has. For a bucket, read-only
     * zones are left out while another is there, since DNS cannot tell a write from a read.
     */
    public static List<Zone> eligible(Snapshot snapshot, Binding binding, Need need) {
        List<Zone> all = zonesOf(snapshot, binding.zonegroup());
        List<Zone> having = new ArrayList<>(all.size());
        boolean writable = false;
        for (Zone zone : all) {
            if (has(zone, need)) {
                having.add(zone);
                writable |= !zone.readOnly();
            }
        }
        if (!binding.bucket().isEmpty() && writable) {
            having.removeIf(Zone::readOnly);
        }
        return having;
    }

    /** Decides. Never waits, never fails; {@link Decision#zones} is empty only if {@link #eligible} is. */
    public static Decision decide(Snapshot snapshot, Binding binding, Client client, Need need, Trace trace) {
        List<Zone> eligible = eligible(snapshot, binding, need);
        step(trace, "zones with " + need, eligible);
        OverrideView overrides = new OverrideView(snapshot.overrides(), client.address());
        List<Zone> usable = new ArrayList<>(eligible.size());
        for (Zone zone : eligible) {
            if (up(snapshot, zone, trace) && !drained(overrides, zone, trace)) {
                usable.add(zone);
            }
        }
        if (usable.isEmpty()) {
            trace.step("all down", eligible.isEmpty() ? "no zone has " + need : "all are answered");
            return decision(client, eligible, overrides.depth(), Basis.WEIGHTS, !eligible.isEmpty());
        }
        int depth = overrides.depth();
        Optional<HumanOverride> pin = overrides.pin(usable);
        if (pin.isPresent()) {
            HumanOverride by = pin.get();
            if (trace.on()) {
                trace.step("pin", by.zone() + " by " + by.author() + ": " + by.reason() + ", until " + by.expiresAt());
            }
            List<Zone> pinned =
                    usable.stream().filter(zone -> zone.id().equals(by.zone())).toList();
            return decision(client, pinned, depth, Basis.PIN, false);
        }
        Optional<RankedCell> cell = snapshot.map().flatMap(map -> map.lookup(binding.zonegroup(), client.address()));
        if (cell.isPresent()) {
            if (trace.on()) {
                trace.step(
                        "map",
                        cell.get().cell(client.address()) + ": "
                                + Explanation.ranking(snapshot, cell.get().ranking()));
            }
            List<Zone> tier = firstTier(cell.get(), usable);
            return choose(client, tier, Math.max(depth, cell.get().length()), Basis.MAP, trace);
        }
        trace.step("map", snapshot.map().isPresent() ? "knows nothing of this client" : "there is none");
        int unknown = snapshot.map()
                .map(map -> map.unknownDepth(binding.zonegroup(), client.address()))
                .orElse(0);
        List<Zone> connected =
                usable.stream().filter(zone -> zone.steering().wellConnected()).toList();
        return choose(client, connected.isEmpty() ? usable : connected, Math.max(depth, unknown), Basis.WEIGHTS, trace);
    }

    /**
     * Tells whether clients of a binding are being moved, or may be soon: a zone that may be answered is down, or seen
     * down by some. Depends on health alone.
     */
    public static boolean failingOver(Snapshot snapshot, Binding binding) {
        if (snapshot.health().calm()) {
            return false;
        }
        for (Zone zone : zonesOf(snapshot, binding.zonegroup())) {
            if (snapshot.health().of(zone.id()).verdict() != ZoneHealth.Verdict.UP) {
                return true;
            }
        }
        return false;
    }

    private static List<Zone> zonesOf(Snapshot snapshot, String zonegroup) {
        return zonegroup.equals(Names.WHOLE_REALM)
                ? snapshot.topology().period().zonegroups().stream()
                        .flatMap(group -> group.zones().stream())
                        .toList()
                : snapshot.topology()
                        .zonegroup(zonegroup)
                        .map(group -> group.zones())
                        .orElse(List.of());
    }

    private static boolean has(Zone zone, Need need) {
        return switch (need) {
            case NAME -> !zone.steering().dnsName().isEmpty();
            case IPV4 -> hasAddress(zone, IpFamily.IPV4);
            case IPV6 -> hasAddress(zone, IpFamily.IPV6);
        };
    }

    private static boolean hasAddress(Zone zone, IpFamily family) {
        for (IpAddress address : zone.steering().addresses()) {
            if (address.family() == family) {
                return true;
            }
        }
        return false;
    }

    private static boolean up(Snapshot snapshot, Zone zone, Trace trace) {
        ZoneHealth health = snapshot.health().of(zone.id());
        if (trace.on()) {
            switch (health.verdict()) {
                case UP -> {}
                case DOWN_FROM_SOME -> trace.step("down from some", zone.name() + ": " + health.story());
                case DOWN -> trace.step("down", zone.name() + ": " + health.story());
            }
        }
        return health.verdict() != ZoneHealth.Verdict.DOWN;
    }

    private static boolean drained(OverrideView overrides, Zone zone, Trace trace) {
        Optional<HumanOverride> drain = overrides.drain(zone);
        drain.filter(by -> trace.on())
                .ifPresent(by -> trace.step(
                        "drained",
                        zone.name() + " by " + by.author() + ": " + by.reason() + ", until " + by.expiresAt()));
        return drain.isPresent();
    }

    /** The zones left of the first tier that has any; zones the map does not know come last. */
    private static List<Zone> firstTier(RankedCell cell, List<Zone> usable) {
        for (List<String> tier : cell.ranking().tiers()) {
            List<Zone> left = new ArrayList<>(tier.size());
            for (String id : tier) {
                for (Zone zone : usable) {
                    if (zone.id().equals(id)) {
                        left.add(zone);
                    }
                }
            }
            if (!left.isEmpty()) {
                return left;
            }
        }
        return usable;
    }

    private static Decision choose(Client client, List<Zone> tier, int depth, Basis basis, Trace trace) {
        if (tier.size() == 1) {
            return decision(client, tier, depth, basis, false);
        }
        int leaf = Math.max(depth, client.address().family().leafLength());
        Zone chosen = Rendezvous.choose(tier, client.address().prefix(leaf));
        if (trace.on()) {
            trace.step(
                    "weights",
                    chosen.name() + " for " + client.address().prefix(leaf) + " among "
                            + tier.stream()
                                    .map(zone ->
                                            zone.name() + "=" + zone.steering().weight())
                                    .collect(Collectors.joining(" ")));
        }
        return decision(client, List.of(chosen), leaf, basis, false);
    }

    private static Decision decision(Client client, List<Zone> zones, int depth, Basis basis, boolean allDown) {
        int scope = Math.max(Math.max(1, depth), Client.plainDepth(client.address()));
        Prefix cell = client.address().prefix(scope);
        return new Decision(zones, scope, cell, basis, allDown);
    }

    private static void step(Trace trace, String what, List<Zone> zones) {
        if (trace.on()) {
            trace.step(what, zones.stream().map(Zone::name).collect(Collectors.joining(" ")));
        }
    }
}
