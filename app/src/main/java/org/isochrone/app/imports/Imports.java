package org.isochrone.app.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.port.BurstStore;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.port.TopologyStore;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.Zonegroup;

/**
 * The files that can be imported. Each is taken whole or not at all:
 * {@link org.isochrone.steering.config.InvalidInputException} names what is wrong, with file and line.
 */
public final class Imports {
    private static final int BATCH = 1000;
    private static final int EVERYTHING = Integer.MAX_VALUE;
    private static final int PEER_DIGITS = 12;

    private Imports() {}

    /** Hears how far an import is. */
    public interface Progress {
        /** {@code done} of {@code total} lines are kept. */
        void at(long done, long total);
    }

    /**
     * What became of a file of bursts.
     *
     * @param lines how many bursts it holds
     * @param added how many of them were new; a file that is imported again adds none
     * @param start when its round 0 was
     */
    public record Bursts(long lines, long added, Instant start) {}

    /**
     * Imports {@code round,client,region,rtt_ms}, where {@code region} is the name or id of a zone.
     *
     * @param roundLength time between two rounds
     * @param start when round 0 was, no later than that the last round was now; empty for just that, or for what it was
     *     when the same file was imported before
     * @param progress hears how many bursts of how many are kept
     */
    public static Bursts bursts(
            Path path,
            Duration roundLength,
            Optional<Instant> start,
            Topology topology,
            BurstStore store,
            InstantSource clock,
            Progress progress) {
        CsvFile file = new CsvFile(path, List.of("round", "client", "region", "rtt_ms"), List.of());
        long[] last = {0};
        long[] total = {0};
        long[] offset = {0};
        RepeatedBursts repeated = new RepeatedBursts();
        new Import<>(file, row -> burst(row, Instant.EPOCH, roundLength, topology)).check(burst -> {
            offset[0] = total[0]++ == 0 ? burst.at().getEpochSecond() : offset[0];
            last[0] = Math.max(last[0], burst.at().getEpochSecond());
            repeated.look(burst);
        });
        if (repeated.suspicious()) {
            new Import<>(file, row -> repeated.only(row, burst(row, Instant.EPOCH, roundLength, topology)))
                    .check(_ -> {});
        }
        Instant latest = clock.instant().truncatedTo(ChronoUnit.SECONDS).minusSeconds(last[0]);
        String peer = "import-"
                + fingerprint(path, roundLength + start.map(Instant::toString).orElse(""));
        Optional<Instant> before = store.first(peer).map(moment -> moment.minusSeconds(offset[0]));
        Instant first = start.or(() -> before).orElse(latest);
        if (first.isAfter(latest)) {
            throw new InvalidInputException(
                    "--start", "must be at most " + latest + ", or the last round is in the future: '" + first + "'");
        }
        long[] sequence = {0};
        long[] added = {0};
        long lines = new Import<>(file, row -> burst(row, first, roundLength, topology)).run(BATCH, batch -> {
            added[0] += store.append(
                    peer,
                    batch.stream()
                            .map(burst -> new NumberedBurst(++sequence[0], burst))
                            .toList());
            progress.at(sequence[0], total[0]);
        });
        return new Bursts(lines, added[0], first);
    }

    /** Imports {@code bucket,zonegroup}, where the second is a name or id; returns how many lines there were. */
    public static long buckets(Path path, Topology topology, TopologyStore store) {
        CsvFile file = new CsvFile(path, List.of("bucket", "zonegroup"), List.of());
        Map<String, String> bound = new LinkedHashMap<>();
        return new Import<>(file, row -> bucket(row, topology)).run(EVERYTHING, all -> {
            all.forEach(entry -> bound.put(entry.getKey(), entry.getValue()));
            store.bindBuckets(bound);
        });
    }

    /** Imports client prefixes, {@code prefix} and any of {@code asn,country,lat,lon}; returns how many. */
    public static long clients(Path path, ClientStore store) {
        return places(path).run(BATCH, store::addClients);
    }

    /** Imports covering networks, {@code prefix} and any of {@code asn,country,lat,lon}; returns how many. */
    public static long networks(Path path, ClientStore store) {
        return places(path).run(BATCH, store::addNetworks);
    }

    /** Imports {@code prefix,address,method} and perhaps {@code port}; returns how many. */
    public static long targets(Path path, ClientStore store) {
        CsvFile file = new CsvFile(path, List.of("prefix", "address", "method"), List.of("port"));
        return new Import<Target>(file, Columns::target).run(BATCH, store::addTargets);
    }

    /**
     * What became of a list of addresses.
     *
     * @param lines how many addresses it holds
     * @param added how many targets are new, each method of an address counted
     */
    public record Offered(long lines, long added) {}

    /** Imports a list with one address per line, whose methods peers find out. */
    public static Offered hitlist(Path path, TargetStore store) {
        long[] added = {0};
        long lines = new Import<>(new Hitlist(path)::read)
                .run(
                        BATCH,
                        batch -> added[0] += store.offer(batch.stream()
                                .flatMap(address -> Candidate.every(address, TargetSource.HITLIST).stream())
                                .toList()));
        return new Offered(lines, added[0]);
    }

    static Import<ClientPrefix> places(Path path) {
        return new Import<>(
                new CsvFile(path, List.of("prefix"), List.of("asn", "country", "lat", "lon")), Columns::place);
    }

    private static Optional<Burst> burst(CsvRow row, Instant start, Duration roundLength, Topology topology) {
        Optional<Integer> round = Columns.round(row);
        Optional<Prefix> client = Columns.prefix(row, "client");
        Optional<Zone> zone = row.parsed(
                "region",
                "a zone of the current period ("
                        + topology.zones().stream().map(Zone::name).sorted().collect(Collectors.joining(", ")) + ")",
                topology::zoneNamed);
        Optional<Long> nanos = Columns.rttNanos(row);
        if (round.isEmpty() || client.isEmpty() || zone.isEmpty() || nanos.isEmpty()) {
            return Optional.empty();
        }
        Instant at = start.plus(roundLength.multipliedBy(round.get()));
        String id = zone.get().id();
        return Optional.of(
                nanos.get() == 0
                        ? Burst.loss(client.get(), id, at, ProbeMethod.IMPORTED, 1)
                        : Burst.single(client.get(), id, at, ProbeMethod.IMPORTED, nanos.get()));
    }

    private static Optional<Map.Entry<String, String>> bucket(CsvRow row, Topology topology) {
        Optional<String> bucket = row.parsed(
                "bucket",
                "a bucket name of 1 to 255 lower-case letters, digits, dots, _ and -",
                text -> Optional.of(text).filter(name -> name.matches("[a-z0-9_][a-z0-9._-]{0,254}")));
        Optional<String> group = row.parsed(
                "zonegroup",
                "a zonegroup of the current period ("
                        + topology.period().zonegroups().stream()
                                .map(Zonegroup::name)
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ")",
                text -> topology.period().zonegroups().stream()
                        .filter(known -> known.name().equals(text) || known.id().equals(text))
                        .map(Zonegroup::id)
                        .findFirst());
        return bucket.flatMap(name -> group.map(id -> Map.entry(name, id)));
    }

    /** Names a file by its content and how it is read, so that the same import again adds nothing. */
    private static String fingerprint(Path path, String how) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(how.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of()
                    .formatHex(digest.digest(Files.readAllBytes(path)))
                    .substring(0, PEER_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
