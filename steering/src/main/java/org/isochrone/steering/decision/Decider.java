package org.isochrone.steering.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isochrone.steering.health.ZoneHealth;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.Zone;

/**
 * Chooses the zone for a client. One pure function of (snapshot, binding, client): pipe, remote, DNS listener, redirect
 * and {@code explain} all answer what it says. What does not depend on the client is worked out before it is asked, so
 * that {@link #choose} allocates nothing. Immutable, safe for any thread.
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
 * <p>This is the path of every question, so it has loops where streams would read better, and a client's address comes
 * in its parts, see {@link IpAddress}.
 *
 * <p>[1] Thaler, Ravishankar: Using name-based mappings to increase hit rates, IEEE/ACM ToN 6(1), 1998; weights as in
 * Schindelhauer, Schomaker: Weighted distributed hash tables, SPAA 2005. [2] RFC 7871 section 7.2.1.
 */
public final class Decider {
    /** Stands for all zones in the place of one. */
    private static final int ALL = -1;

    private final Snapshot snapshot;
    private final String zonegroup;
    private final Need need;
    private final List<Zone> zones;
    private final String[] ids;
    private final boolean[] up;
    private final OverrideView overrides;
    private final List<String> connected;
    private final List<String> everyone;
    private final boolean failingOver;

    /** Prepares to decide for names of a binding. */
    public Decider(Snapshot snapshot, Binding binding, Need need) {
        this.snapshot = snapshot;
        this.zonegroup = binding.zonegroup();
        this.need = need;
        zones = eligible(snapshot, binding, need);
        ids = zones.stream().map(Zone::id).toArray(String[]::new);
        up = new boolean[zones.size()];
        for (int i = 0; i < up.length; i++) {
            up[i] = snapshot.health().up(zones.get(i).id());
        }
        overrides = new OverrideView(snapshot.overrides());
        connected = zones.stream()
                .filter(zone -> zone.steering().wellConnected())
                .map(Zone::id)
                .toList();
        everyone = zones.stream().map(Zone::id).toList();
        failingOver = zonesOf(snapshot, zonegroup).stream()
                .anyMatch(zone -> snapshot.health().of(zone.id()).verdict() != ZoneHealth.Verdict.UP);
    }

    private static List<Zone> eligible(Snapshot snapshot, Binding binding, Need need) {
        List<Zone> having = new ArrayList<>(zonesOf(snapshot, binding.zonegroup()));
        having.removeIf(zone -> !has(zone, need));
        if (binding.rule().ofBuckets() && !having.stream().allMatch(Zone::readOnly)) {
            having.removeIf(Zone::readOnly);
        }
        return List.copyOf(having);
    }

    /**
     * Returns the zones that may ever be answered: those of the binding's zonegroup in the current period that have
     * what is needed. Depends on neither client nor health, so it says which types a name has. For a bucket, read-only
     * zones are left out while another is there, since DNS cannot tell a write from a read.
     */
    public List<Zone> zones() {
        return zones;
    }

    /** Decides for one client. */
    public static Decision decide(Snapshot snapshot, Binding binding, Client client, Need need, Trace trace) {
        return new Decider(snapshot, binding, need).decide(client, trace);
    }

    /** Decides. Never waits, never fails; {@link Decision#zones} is empty only if {@link #zones} is. */
    public Decision decide(Client client, Trace trace) {
        IpAddress address = client.address();
        long choice = choose(address.family(), address.high(), address.low(), trace);
        int zone = Choice.zone(choice);
        int scope = Choice.scope(choice);
        return new Decision(
                zone < 0 ? zones : List.of(zones.get(zone)), scope, address.prefix(scope), Choice.basis(choice));
    }

    /** Decides the same and returns it as a {@link Choice}. */
    public long choose(IpFamily family, long high, long low, Trace trace) {
        if (trace.on()) {
            trace.step("zones with " + need, zones.stream().map(Zone::name).collect(Collectors.joining(" ")));
        }
        int depth = Math.max(Math.max(1, overrides.depth(family, high, low)), Client.plainDepth(family, high, low));
        boolean any = false;
        for (int i = 0; i < zones.size(); i++) {
            any |= usable(i, family, high, low);
            if (trace.on()) {
                why(i, family, high, low, trace);
            }
        }
        if (!any) {
            if (trace.on()) {
                trace.step("all down", zones.isEmpty() ? "no zone has " + need : "all are answered");
            }
            return Choice.of(ALL, depth, Basis.ALL_DOWN);
        }
        int pin = overrides.pin(this, family, high, low);
        if (pin >= 0) {
            HumanOverride by = overrides.get(pin);
            if (trace.on()) {
                trace.step("pin", by.zone() + told(by));
            }
            return Choice.of(place(by.zone()), depth, Basis.PIN);
        }
        if (snapshot.map().isEmpty()) {
            trace.step("map", "there is none");
            return unmapped(depth, Basis.NO_MAP, family, high, low, trace);
        }
        LatencyMap map = snapshot.map().get();
        Optional<RankedCell> cell = map.lookup(zonegroup, family, high, low);
        if (cell.isEmpty()) {
            trace.step("map", "knows nothing of this client");
            int unknown = map.unknownDepth(zonegroup, family, high, low);
            return unmapped(Math.max(depth, unknown), Basis.WEIGHTS, family, high, low, trace);
        }
        if (trace.on()) {
            trace.step(
                    "map",
                    cell.get().cell(new IpAddress(family, high, low)) + ": "
                            + Explanation.ranking(snapshot, cell.get().ranking()));
        }
        List<List<String>> tiers = cell.get().ranking().tiers();
        int first = 0;
        int usable = 0;
        for (; first < tiers.size(); first++) {
            usable = usable(tiers.get(first), family, high, low);
            if (usable > 0) {
                break;
            }
        }
        int scope = Math.max(depth, cell.get().length());
        if (usable == 0) {
            // zones that the map does not know come last
            return among(everyone, scope, Basis.MAP_NEXT, family, high, low, trace);
        }
        Basis basis = first > 0 ? Basis.MAP_NEXT : Basis.MAP;
        long choice = among(tiers.get(first), usable, scope, basis, family, high, low, trace);
        if (first > 0) {
            return choice;
        }
        String zone = zones.get(Choice.zone(choice)).id();
        return Choice.of(Choice.zone(choice), Choice.scope(choice), Basis.of(map.provenance(zone, family, high, low)));
    }

    private long unmapped(int depth, Basis basis, IpFamily family, long high, long low, Trace trace) {
        List<String> tier = usable(connected, family, high, low) > 0 ? connected : everyone;
        return among(tier, depth, basis, family, high, low, trace);
    }

    private long among(List<String> tier, int depth, Basis basis, IpFamily family, long high, long low, Trace trace) {
        return among(tier, usable(tier, family, high, low), depth, basis, family, high, low, trace);
    }

    /** Chooses among the usable zones of a tier, of which there is one at least. */
    private long among(
            List<String> tier, int usable, int depth, Basis basis, IpFamily family, long high, long low, Trace trace) {
        boolean alone = usable == 1;
        int scope = alone ? depth : Math.max(depth, family.leafLength());
        int best = ALL;
        double lowest = Double.POSITIVE_INFINITY;
        long bestDraw = Long.MIN_VALUE;
        for (int i = 0; i < tier.size(); i++) {
            int place = place(tier.get(i));
            if (!usable(place, family, high, low)) {
                continue;
            }
            if (alone) {
                return Choice.of(place, scope, basis);
            }
            long draw = Rendezvous.draw(
                    zones.get(place).id(), IpAddress.maskedHigh(high, scope), IpAddress.maskedLow(low, scope));
            double cost = Rendezvous.cost(zones.get(place).steering().weight(), draw);
            if (best == ALL || cost < lowest || (cost == lowest && draw > bestDraw)) {
                best = place;
                lowest = cost;
                bestDraw = draw;
            }
        }
        if (trace.on()) {
            trace.step(
                    "weights",
                    zones.get(best).name() + " for " + new IpAddress(family, high, low).prefix(scope) + " among "
                            + tier.stream()
                                    .filter(id -> usable(place(id), family, high, low))
                                    .map(id -> zones.get(place(id)))
                                    .map(zone ->
                                            zone.name() + "=" + zone.steering().weight())
                                    .collect(Collectors.joining(" ")));
        }
        return Choice.of(best, scope, basis);
    }

    /** Returns the place of the zone of that id; -1 if it is not one that may be answered. */
    int place(String id) {
        int place = ids.length - 1;
        while (place >= 0 && !ids[place].equals(id)) {
            place--;
        }
        return place;
    }

    /** Tells whether this client may be given the zone of that place; it may not be given one that is not there. */
    boolean usable(int place, IpFamily family, long high, long low) {
        return place >= 0 && up[place] && overrides.drain(zones.get(place), family, high, low) < 0;
    }

    private int usable(List<String> tier, IpFamily family, long high, long low) {
        int usable = 0;
        for (int i = 0; i < tier.size(); i++) {
            usable += usable(place(tier.get(i)), family, high, low) ? 1 : 0;
        }
        return usable;
    }

    /**
     * Tells whether clients of the binding are being moved, or may be soon: a zone of its zonegroup is down, or seen
     * down by some. Depends on health alone.
     */
    public boolean failingOver() {
        return failingOver;
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
        return zone.steering().addresses().stream().anyMatch(address -> address.family() == family);
    }

    /** Tells what speaks against a zone. */
    private void why(int place, IpFamily family, long high, long low, Trace trace) {
        Zone zone = zones.get(place);
        ZoneHealth health = snapshot.health().of(zone.id());
        switch (health.verdict()) {
            case UP -> {}
            case DOWN_FROM_SOME -> trace.step("down from some", zone.name() + ": " + health.story());
            case DOWN -> trace.step("down", zone.name() + ": " + health.story());
        }
        int drain = overrides.drain(zone, family, high, low);
        if (up[place] && drain >= 0) {
            trace.step("drained", zone.name() + told(overrides.get(drain)));
        }
    }

    private static String told(HumanOverride by) {
        return " by " + by.author() + ": " + by.reason() + ", until " + by.expiresAt();
    }
}
