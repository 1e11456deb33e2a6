package org.isochrone.app.wiring;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.config.ProgramVersion;
import org.isochrone.app.http.Condition;
import org.isochrone.app.rgw.BucketDirectory;
import org.isochrone.app.state.Outage;
import org.isochrone.steering.build.RoundResult;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.health.ZoneHealth;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.topology.Zone;

/** What a daemon tells at {@code /health}. */
final class DaemonCondition {
    private DaemonCondition() {}

    static Condition of(Daemon daemon, InstantSource clock) {
        List<String> reasons = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Map<String, Json> facts = new LinkedHashMap<>();
        facts.put("version", new Json.Str(ProgramVersion.text()));
        Optional<Snapshot> snapshot = daemon.snapshot();
        if (snapshot.isEmpty()) {
            reasons.add("no topology is known: nothing can be "
                    + (daemon.answering().isPresent() ? "answered" : "probed or steered"));
        }
        snapshot.ifPresent(known -> {
            facts.put("topology", new Json.Str(known.topology().toString()));
            if (daemon.answering().isPresent()) {
                // Nobody else follows the health of zones.
                zones(known, reasons, warnings);
                map(known, clock, warnings, facts);
            }
        });
        Outage outage = daemon.refresher().outage();
        outage.since().ifPresent(since -> warnings.add("the database is away since " + since + ": " + outage.reason()));
        daemon.answering()
                .flatMap(Answering::buckets)
                .map(BucketDirectory::outage)
                .ifPresent(away -> away.since()
                        .ifPresent(since -> warnings.add("no gateway replies since " + since
                                + ", buckets are answered as they were known last: " + away.reason())));
        daemon.channels()
                .memcachedAway()
                .ifPresent(away -> warnings.add(
                        "memcached is away since " + away.since() + ", maps are found in MySQL: " + away.reason()));
        daemon.steering()
                .lastRound()
                .filter(round -> round.outcome() == RoundResult.Outcome.HELD)
                .ifPresent(round -> warnings.add(
                        "the new map is held, look and then say isochrone map release: " + round.detail()));
        daemon.peers().stream()
                .filter(peer -> peer.peer().isEmpty())
                .forEach(peer -> warnings.add("peer " + peer.config().peer() + " waits for the topology"));
        return new Condition(reasons, warnings, facts);
    }

    private static void zones(Snapshot known, List<String> reasons, List<String> warnings) {
        List<Zone> down = known.topology().zones().stream()
                .filter(zone -> !known.health().up(zone.id()))
                .toList();
        for (Zone zone : known.topology().zones()) {
            ZoneHealth health = known.health().of(zone.id());
            switch (health.verdict()) {
                case UP -> {}
                case DOWN_FROM_SOME ->
                    warnings.add("zone " + zone.name() + " is down from some only, and answered: " + health.story());
                case DOWN -> warnings.add("zone " + zone.name() + " is down: " + health.story());
            }
        }
        known.health().cutOff().forEach(peer -> warnings.add(peer.story()));
        if (!down.isEmpty() && down.size() == known.topology().zones().size()) {
            reasons.add("all zones are down: all are answered");
        }
    }

    private static void map(Snapshot known, InstantSource clock, List<String> warnings, Map<String, Json> facts) {
        Optional<LatencyMap> map = known.map();
        if (map.isEmpty()) {
            warnings.add("there is no map yet: weights among well-connected zones are answered");
        }
        map.ifPresent(current -> {
            facts.put("map", new Json.Str(current.version().toString()));
            facts.put("map_source", new Json.Str(known.mapSource()));
            facts.put("map_created_at", new Json.Str(current.createdAt().toString()));
            facts.put(
                    "map_age_seconds",
                    Json.Num.of(Duration.between(current.createdAt(), clock.instant())
                            .toSeconds()));
        });
    }
}
