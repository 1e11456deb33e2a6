package org.isochrone.bench.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Endpoints as each peer saw them: up most of the time, down for minutes now and then, and once for all. And what
 * befell the peers.
 */
final class HealthTables {
    private final FleetSize size;
    private final MariaDbClient client;
    private final Path folder;
    private final int[] zoneKeys;

    private record Change(Instant since, boolean down) {}

    HealthTables(FleetSize size, MariaDbClient client, Path folder, int[] zoneKeys) {
        this.size = size;
        this.client = client;
        this.folder = folder;
        this.zoneKeys = zoneKeys.clone();
    }

    /** Fills {@code health_change}, {@code health} and {@code peer_event}. */
    void fill() throws IOException {
        SplittableRandom random = new SplittableRandom(size.seed() + 7);
        Path history = folder.resolve("health_change");
        Path newest = folder.resolve("health");
        try (Tsv historyRows = new Tsv(history);
                Tsv newestRows = new Tsv(newest)) {
            for (int zone = 0; zone < FleetWorld.zones(); zone++) {
                List<Change> outages = outages(zone, random);
                for (int peer = 0; peer < BurstTables.PEERS_PER_ZONE * FleetWorld.zones(); peer++) {
                    for (Change change : outages) {
                        row(zone, peer, change, historyRows);
                    }
                    row(zone, peer, outages.getLast(), newestRows.add(size.end()));
                }
            }
        }
        client.load("health_change", "zone_key, endpoint, peer_key, state, reason, since", "", history);
        client.load("health", "seen_at, zone_key, endpoint, peer_key, state, reason, since", "", newest);
        incidents(random);
    }

    /** Each peer stands still once a day. */
    private void incidents(SplittableRandom random) throws IOException {
        Path file = folder.resolve("peer_event");
        try (Tsv rows = new Tsv(file)) {
            for (int day = 0; day < size.days(); day++) {
                for (int peer = 0; peer < BurstTables.PEERS_PER_ZONE * FleetWorld.zones(); peer++) {
                    int millis = random.nextInt(1000, 60_000);
                    Instant began = size.end().minusSeconds(86_400L * day + random.nextInt(1000, 80_000));
                    rows.add(began)
                            .add(began.plusMillis(millis))
                            .add(peer + 1)
                            .add(1)
                            .add(millis)
                            .add("nothing ran for a time")
                            .end();
                }
            }
        }
        client.load("peer_event", "began, ended, peer_key, kind, amount, story", "", file);
    }

    private void row(int zone, int peer, Change change, Tsv rows) throws IOException {
        rows.add(zoneKeys[zone])
                .add("https://" + Place.ZONES[zone].name() + ".example.com")
                .add(peer + 1)
                .add(change.down() ? 1 : 0)
                .add(change.down() ? "connection refused" : "HTTP 200")
                .add(change.since().plusMillis(100L * peer))
                .end();
    }

    private List<Change> outages(int zone, SplittableRandom random) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change(size.start(), false));
        Instant at = size.start();
        while (true) {
            at = at.plusSeconds(random.nextInt(20_000, 700_000));
            Instant back = at.plusSeconds(random.nextInt(30, zone == 2 ? 3600 : 900));
            if (!back.isBefore(size.end())) {
                return changes;
            }
            changes.add(new Change(at, true));
            changes.add(new Change(back, false));
        }
    }
}
