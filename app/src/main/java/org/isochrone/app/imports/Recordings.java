package org.isochrone.app.imports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.evaluate.RecordedRtt;
import org.isochrone.steering.topology.GeoPoint;

/** The files that an evaluation reads. */
public final class Recordings {
    private Recordings() {}

    /**
     * Reads {@code round,client,region,rtt_ms}; an empty RTT says that nothing came back.
     *
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong
     */
    public static List<RecordedRtt> rtts(Path path) {
        List<RecordedRtt> lines = new ArrayList<>();
        CsvFile file = new CsvFile(path, List.of("round", "client", "region", "rtt_ms"), List.of());
        new Import<>(file, Recordings::rtt).check(lines::add);
        return lines;
    }

    /**
     * Reads {@code id,lat,lon}: where clients and regions are.
     *
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong
     */
    public static Map<String, GeoPoint> locations(Path path) {
        Map<String, GeoPoint> places = new HashMap<>();
        CsvFile file = new CsvFile(path, List.of("id", "lat", "lon"), List.of());
        new Import<>(file, Recordings::place).check(place -> places.put(place.getKey(), place.getValue()));
        return places;
    }

    /**
     * Reads {@code prefix} and any of {@code asn,country,lat,lon}: what is known of networks.
     *
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong
     */
    public static List<ClientPrefix> networks(Path path) {
        List<ClientPrefix> networks = new ArrayList<>();
        Imports.places(path).check(networks::add);
        return networks;
    }

    private static Optional<RecordedRtt> rtt(CsvRow row) {
        Optional<Integer> round = Columns.round(row);
        Optional<String> client = name(row, "client");
        Optional<String> region = name(row, "region");
        Optional<Long> nanos = Columns.rttNanos(row);
        return round.isEmpty() || client.isEmpty() || region.isEmpty() || nanos.isEmpty()
                ? Optional.empty()
                : Optional.of(new RecordedRtt(round.get(), client.get(), region.get(), nanos.get()));
    }

    private static Optional<Map.Entry<String, GeoPoint>> place(CsvRow row) {
        Optional<String> id = name(row, "id");
        Optional<GeoPoint> point = Columns.point(row);
        return id.flatMap(name -> point.map(at -> Map.entry(name, at)));
    }

    private static Optional<String> name(CsvRow row, String column) {
        return row.parsed(column, "a name", text -> Optional.of(text).filter(name -> !name.isEmpty()));
    }
}
