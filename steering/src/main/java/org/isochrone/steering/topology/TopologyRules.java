package org.isochrone.steering.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;

/**
 * What must hold between the parts of a topology, whoever made it. Every breach is noted, with the place that must be
 * mended. What the names need is in {@link BindingRules}.
 */
public final class TopologyRules {
    /** What tables keep of a name or id, characters. */
    private static final int MAX_NAME = 255;

    /** What tables keep of an endpoint, characters. */
    private static final int MAX_ENDPOINT = 512;

    private static final int SHOWN = 40;

    private final Realm realm;
    private final Period period;
    private final Problems problems;

    private TopologyRules(Realm realm, Period period, Problems problems) {
        this.realm = realm;
        this.period = period;
        this.problems = problems;
    }

    /** Notes in {@code problems} everything that is wrong with these parts of a topology. */
    public static void check(
            Realm realm, Period period, List<SteeredName> names, List<Namespace> namespaces, Problems problems) {
        TopologyRules rules = new TopologyRules(realm, period, problems);
        rules.realmAndPeriod();
        rules.identities();
        rules.masters();
        period.zonegroups().forEach(group -> group.zones().forEach(zone -> rules.steering(zone)));
        new BindingRules(period.zonegroups(), problems).check(names, namespaces);
    }

    private void realmAndPeriod() {
        named("realm_id", period.realmId());
        named("period id", period.id());
        atMost(MAX_NAME, "realm name", realm.name());
        demand(period.epoch() >= 1, "period epoch", "must be >= 1: " + period.epoch());
        demand(period.realmEpoch() >= 1, "realm_epoch", "must be >= 1: " + period.realmEpoch());
        String ofPeriod = " is not the period's '";
        demand(
                realm.id().equals(period.realmId()),
                "realm id",
                "'" + realm.id() + "'" + ofPeriod + period.realmId() + "'");
        demand(
                realm.currentPeriod().equals(period.id()),
                "realm current_period",
                "'" + realm.currentPeriod() + "'" + ofPeriod + period.id() + "'");
        demand(
                realm.epoch() == period.realmEpoch(),
                "realm epoch",
                realm.epoch() + " is not the period's realm_epoch " + period.realmEpoch());
    }

    private void identities() {
        List<Zonegroup> groups = period.zonegroups();
        unique(groups, Zonegroup::id, "zonegroup id");
        unique(groups, Zonegroup::name, "zonegroup name");
        Map<String, Zonegroup> groupByZone = new HashMap<>();
        for (Zonegroup group : groups) {
            group.other()
                    .find("realm_id")
                    .ifPresent(id -> demand(
                            id.equals(new Json.Str(period.realmId())) || id.equals(new Json.Str("")),
                            where(group),
                            "its realm_id is not the period's '" + period.realmId() + "'"));
            for (Zone zone : group.zones()) {
                Zonegroup before = groupByZone.putIfAbsent(zone.id(), group);
                demand(
                        before == null || before.equals(group),
                        where(zone),
                        "is in two zonegroups, '" + (before == null ? "" : before.name()) + "' and '" + group.name()
                                + "'; a zone belongs to one");
            }
            unique(group.zones(), Zone::id, "zone id");
        }
        List<Zone> zones = groups.stream()
                .flatMap(group -> group.zones().stream())
                .distinct()
                .toList();
        unique(zones, Zone::name, "zone name");
        zones.forEach(zone ->
                zone.endpoints().forEach(endpoint -> atMost(MAX_ENDPOINT, where(zone) + " endpoint", endpoint)));
        Map<Long, String> shortIds = new HashMap<>();
        for (String id : new HashSet<>(zones.stream().map(Zone::id).toList())) {
            String twin = shortIds.putIfAbsent(ShortZoneIds.of(id), id);
            demand(twin == null, "zone id '" + id + "'", "has the same short zone id as '" + twin + "'");
        }
    }

    private void masters() {
        List<Zonegroup> groups = period.zonegroups();
        for (Zonegroup group : groups) {
            demand(
                    group.masterZone().isEmpty()
                            || group.zones().stream().anyMatch(zone -> zone.id().equals(group.masterZone())),
                    where(group),
                    "its master_zone '" + group.masterZone() + "' is none of its zones");
        }
        List<Zonegroup> masters = groups.stream().filter(Zonegroup::master).toList();
        demand(
                masters.size() <= 1,
                "is_master",
                "only one zonegroup may be the master: "
                        + masters.stream().map(Zonegroup::name).toList());
        demand(groups.isEmpty() || !masters.isEmpty(), "is_master", "no zonegroup is the master");
        if (masters.size() == 1) {
            Zonegroup master = masters.getFirst();
            demand(
                    period.masterZonegroup().equals(master.id()),
                    "master_zonegroup",
                    "must be the zonegroup with is_master, '" + master.id() + "': '" + period.masterZonegroup() + "'");
            demand(!master.masterZone().isEmpty(), where(master), "the master zonegroup must have a master_zone");
            demand(
                    period.masterZone().equals(master.masterZone()),
                    "master_zone",
                    "must be the master zone of the master zonegroup, '" + master.masterZone() + "': '"
                            + period.masterZone() + "'");
        }
    }

    private void steering(Zone zone) {
        ZoneSteering steering = zone.steering();
        if (!steering.dnsName().isEmpty()) {
            BindingRules.canonical(steering.dnsName(), DnsNames::canonical)
                    .ifPresent(why -> problems.error(where(zone) + " dns_name", why));
        }
        unique(steering.addresses(), Objects::toString, where(zone) + " address");
        steering.addresses()
                .forEach(address -> demand(
                        !address.toInetAddress().isAnyLocalAddress()
                                && !address.toInetAddress().isMulticastAddress(),
                        where(zone) + " addresses",
                        "no client can reach " + address));
    }

    private <T> void unique(List<T> all, Function<T, String> key, String what) {
        Set<String> seen = new HashSet<>();
        Set<String> told = new HashSet<>();
        for (T one : all) {
            String value = key.apply(one);
            named(what, value);
            if (!seen.add(value) && told.add(value)) {
                problems.error(what, "stands twice: '" + value + "'");
            }
        }
    }

    private void named(String what, String value) {
        demand(!value.isEmpty(), what, "must not be empty");
        atMost(MAX_NAME, what, value);
    }

    private void atMost(int most, String what, String value) {
        demand(
                value.length() <= most,
                what,
                "must have at most " + most + " characters: " + value.length() + ", '"
                        + value.substring(0, Math.min(value.length(), SHOWN)) + "…'");
    }

    private void demand(boolean fulfilled, String where, String what) {
        if (!fulfilled) {
            problems.error(where, what);
        }
    }

    static String where(Zonegroup group) {
        return "zonegroup '" + group.name() + "'";
    }

    static String where(Zone zone) {
        return "zone '" + zone.name() + "'";
    }
}
