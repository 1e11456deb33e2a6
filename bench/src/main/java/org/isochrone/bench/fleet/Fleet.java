package org.isochrone.bench.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.isochrone.bench.topology.OneZonegroup;
import org.isochrone.sql.Database;
import org.isochrone.sql.RollUp;
import org.isochrone.sql.SqlTopologyStore;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.ZoneSteering;

/** Fills an empty, migrated database with a fleet. Roll-ups are made from the bursts by what makes them in service. */
public final class Fleet {
    private static final String REALM = "fleet";
    private static final List<String> BY_DAY =
            List.of("burst", "burst_batch", "burst_hour", "decision_sample", "client_count");
    private static final List<String> BY_MONTH = List.of("country_hour", "peer_hour", "map_change");

    private final FleetSize size;
    private final Database database;
    private final MariaDbClient client;
    private final Path folder;

    /**
     * A fleet that is not there yet.
     *
     * @param client for the same database
     * @param folder for files of up to a day's bursts, which are deleted
     */
    public Fleet(FleetSize size, Database database, MariaDbClient client, Path folder) {
        this.size = size;
        this.database = database;
        this.client = client;
        this.folder = folder;
    }

    /** Tells whether the database has a fleet already, maybe of an older schema that was migrated since. */
    public boolean isThere() {
        return number("SELECT COUNT(*) FROM peer") > 0;
    }

    /** Fills the database, and tells how far it has come. */
    public void fill(Consumer<String> progress) throws IOException {
        FleetWorld world = new FleetWorld(size);
        Weather weather = new Weather(world, size);
        new SqlTopologyStore(database, InstantSource.fixed(size.start())).save(topology());
        int[] zoneKeys = Arrays.stream(Place.ZONES)
                .mapToInt(zone -> number("SELECT zone_key FROM zone WHERE zone_id = '" + zone.name() + "'"))
                .toArray();
        BY_DAY.forEach(table -> divide(table, false));
        BY_MONTH.forEach(table -> divide(table, true));
        ClientTables clients = new ClientTables(size, world, weather, client, folder);
        clients.prefixes();
        clients.targets();
        clients.counts();
        progress.accept("clients and their questions");
        MapTables maps = new MapTables(size, world, client, folder, zoneKeys);
        maps.estimates(REALM);
        maps.maps(REALM, number("SELECT zonegroup_key FROM zonegroup"));
        maps.samples("world", Stream.of(Place.ZONES).map(Place::name).toArray(String[]::new));
        progress.accept("estimates, maps and decisions");
        BurstTables bursts = new BurstTables(size, world, weather, client, folder, zoneKeys);
        bursts.peers();
        new HealthTables(size, client, folder, zoneKeys).fill();
        bursts.bursts(done -> progress.accept(done + " bursts"));
        progress.accept(new RollUp(database).run(size.end()) + " hours rolled up");
        client.run("ANALYZE TABLE burst, burst_hour, country_hour, peer_hour, client_count, client_prefix, estimate,"
                + " decision_sample, map_change, map, target, health_change");
    }

    /** Cuts a table as the program would have done while the fleet was at work. */
    private void divide(String table, boolean months) {
        StringBuilder parts = new StringBuilder();
        DateTimeFormatter name = DateTimeFormatter.ofPattern(months ? "'m'uuuuMM" : "'d'uuuuMMdd", Locale.ROOT);
        LocalDate day = LocalDate.ofInstant(size.start(), ZoneOffset.UTC);
        LocalDate next = months ? day.withDayOfMonth(1) : day;
        while (!next.isAfter(LocalDate.ofInstant(size.end(), ZoneOffset.UTC))) {
            LocalDate end = months ? next.plusMonths(1) : next.plusDays(1);
            parts.append("PARTITION " + next.format(name) + " VALUES LESS THAN ('" + end + "'), ");
            next = end;
        }
        try {
            client.run("ALTER TABLE " + table + " REORGANIZE PARTITION later INTO (" + parts
                    + "PARTITION later VALUES LESS THAN (MAXVALUE))");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int number(String sql) {
        try {
            return Integer.parseInt(client.run(sql).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Topology topology() {
        List<Zone> zones = Stream.of(Place.ZONES)
                .map(place -> OneZonegroup.zone(
                        place.name(),
                        new ZoneSteering("", List.of(), ZoneSteering.DEFAULT_WEIGHT, Optional.of(place.point()), true)))
                .toList();
        return OneZonegroup.of(REALM, "period", "world", zones, List.of());
    }
}
