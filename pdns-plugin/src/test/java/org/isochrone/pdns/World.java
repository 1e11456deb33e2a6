package org.isochrone.pdns;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.ClientCounter;
import org.isochrone.pdns.answer.Contents;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.dns.zone.ZoneReader;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.StandardCommands;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.ListMap;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Namespace;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Realm;
import org.isochrone.steering.topology.SteeredName;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;
import org.isochrone.steering.topology.Zonegroup;

/**
 * A small world: three zones, fra, nyc and sgp; clients of 203.0.113.0/24 are fastest to fra, of 198.51.100.0/24 and
 * 2001:db8:1::/48 to nyc, of 192.0.2.0/24 to sgp. sgp has no IPv6 address.
 */
public final class World {
    public static final String PERIOD = "5f2d4d2c-3c0e-4b7a-9c35-6a3c8f0f5c11";

    private static final Map<Prefix, List<String>> RANKED = Map.of(
            Prefix.parse("203.0.113.0/24"), List.of("fra", "nyc", "sgp"),
            Prefix.parse("198.51.100.0/24"), List.of("nyc", "fra", "sgp"),
            Prefix.parse("192.0.2.0/24"), List.of("sgp", "fra", "nyc"),
            Prefix.parse("2001:db8:1::/48"), List.of("nyc", "fra", "sgp"),
            Prefix.parse("127.0.0.0/8"), List.of("sgp", "nyc", "fra"));

    public final ClientCounter clients = new ClientCounter();
    public final AnswerCounters counters = new AnswerCounters();
    public final DnsConfig config;
    public final Responder responder;
    private volatile Optional<Snapshot> snapshot;
    private volatile Contents contents;
    private volatile Instant now = map(7).createdAt();

    public World(String zone) {
        this(config(Map.of("Zone", zone)));
    }

    public World(DnsConfig config) {
        String zone = config.zones().getFirst();
        this.config = config;
        contents = new Contents(List.of(), config);
        snapshot = Optional.of(Snapshot.of(topology(zone), new Buckets(Map.of("photos", "main", "logs.photos", "main")))
                .withMap(map(7), "memcached"));
        responder = new Responder(config, () -> snapshot, () -> contents, clients, counters, () -> now);
    }

    public World() {
        this("geo.example");
    }

    /** Reads a configuration with sound values for what is not given. */
    public static DnsConfig config(Map<String, String> dns) {
        Problems problems = new Problems();
        DnsConfig config = config(dns, problems);
        problems.throwIfAny();
        return config;
    }

    public static DnsConfig config(Map<String, String> dns, Problems problems) {
        Map<String, Setting> values = new HashMap<>();
        Map<String, String> all = new HashMap<>(Map.of(
                "Email", "john.doe@example.org", "NS1", "ns1.example.org", "NS2", "ns2.example.org", "TTL", "60"));
        all.putAll(dns);
        all.forEach((key, value) -> values.put("DNS." + key, new Setting(value, "test.conf:1")));
        return DnsConfig.from(new Settings(values, problems));
    }

    /** Returns what is needed to answer over a pipe. */
    public PipeContext pipe() {
        return new PipeContext(responder, counters, new StandardCommands(responder, counters, "test"), "test");
    }

    public Snapshot snapshot() {
        return snapshot.orElseThrow();
    }

    /** From now on the zone has these records, and no others of its own. */
    public World written(String zoneFile) {
        Problems problems = new Problems();
        DnsZone zone = ZoneReader.parse(
                        zoneFile, "test.zone", config.zones().getFirst(), config.serversWithAddresses(), problems)
                .zone();
        problems.throwIfAny();
        contents = new Contents(List.of(zone), config);
        return this;
    }

    /** From now on the map is so old. */
    public void mapAge(Duration age) {
        now = map(7).createdAt().plus(age);
    }

    /** From now on nothing is known. */
    public void forget() {
        snapshot = Optional.empty();
    }

    public void set(Snapshot newSnapshot) {
        snapshot = Optional.of(newSnapshot);
    }

    /** From now on these zones are down, and no others. */
    public void down(String... zones) {
        Instant now = Instant.EPOCH;
        HealthView health = new HealthView(Arrays.stream(zones)
                .map(zone ->
                        new HealthObservation(zone, "http://" + zone, "peer", HealthState.DOWN, "refused", now, now))
                .toList());
        snapshot = snapshot.map(known -> known.withHealth(health, List.of()));
    }

    public static Topology topology(String zone) {
        Zonegroup main = new Zonegroup(
                "main",
                "main",
                true,
                List.of(),
                List.of(),
                "fra",
                List.of(
                        zone("fra", "192.0.2.1", "2001:db8:f::1"),
                        zone("nyc", "192.0.2.2", "192.0.2.22", "2001:db8:f::2"),
                        zone("sgp", "192.0.2.3")),
                Json.Obj.EMPTY);
        Period period = new Period(PERIOD, 3, "", List.of(main), "main", "fra", "r1", "gold", 2, Json.Obj.EMPTY);
        return new Topology(
                new Realm("r1", "gold", PERIOD, 2),
                period,
                List.of(
                        new SteeredName("www." + zone, "main", AnswerMode.ADDRESS),
                        new SteeredName("cdn." + zone, "main", AnswerMode.CNAME),
                        new SteeredName("a.b.c." + zone, "main", AnswerMode.ADDRESS),
                        new SteeredName("*.wild." + zone, "main", AnswerMode.ADDRESS)),
                List.of(new Namespace("s3." + zone, AnswerMode.CNAME, Namespace.UnknownBucket.NXDOMAIN)));
    }

    private static Zone zone(String id, String... addresses) {
        return new Zone(
                id,
                id,
                List.of(),
                false,
                new ZoneSteering(
                        id + ".example.net",
                        Arrays.stream(addresses).map(IpAddress::parse).toList(),
                        100,
                        Optional.empty(),
                        true),
                Json.Obj.EMPTY);
    }

    /** Returns this world's map. */
    public static LatencyMap map(long serial) {
        return map(serial, 0);
    }

    /** Returns it with every ranking turned by so many places. */
    public static LatencyMap map(long serial, int turned) {
        SortedMap<Prefix, Ranking> entries = new TreeMap<>();
        RANKED.forEach((prefix, zones) -> {
            List<List<String>> tiers =
                    new ArrayList<>(zones.stream().map(List::of).toList());
            Collections.rotate(tiers, turned);
            entries.put(prefix, new Ranking(tiers));
        });
        return new ListMap(
                new MapVersion("r1", 2, PERIOD, 3, serial),
                Instant.ofEpochSecond(1_750_000_000 + serial),
                "main",
                entries);
    }
}
