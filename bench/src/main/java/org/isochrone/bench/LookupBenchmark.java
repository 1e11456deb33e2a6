package org.isochrone.bench;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.Reader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.RankedCell;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One look-up of a random client among {@link #prefixes} prefixes with {@value #RANKINGS} rankings, drawn for each
 * prefix: in our map, with the MaxMind DB reader in a database of the same prefixes, and by binary search over the
 * sorted ranges. Each gives the zones and the length of the prefix around the client.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LookupBenchmark {
    static final int RANKINGS = 64;

    private static final String GROUP = "group";

    /** More clients than a processor's caches would keep the way to, and a power of two. */
    private static final int CLIENTS = 1 << 16;

    /** How many there are. */
    @Param("1000000")
    public int prefixes;

    /** Of which kind. */
    @Param({"IPV4", "IPV6"})
    public IpFamily family = IpFamily.IPV4;

    private IpAddress[] clients = {};
    private InetAddress[] addresses = {};
    private Optional<CellMap> map = Optional.empty();
    private Optional<Reader> mmdb = Optional.empty();
    private List<Ranking> rankings = List.of();
    private long[] starts = {};
    private int[] values = {};
    private int next;

    /** Draws the world; the seeds are fixed. */
    @Setup
    public void draw() throws IOException {
        Internet internet = new Internet(family, prefixes, RANKINGS);
        clients = internet.clients(CLIENTS);
        addresses = Arrays.stream(clients).map(IpAddress::toInetAddress).toArray(InetAddress[]::new);
        rankings = rankings(internet.zones());
        MmdbWriter writer = new MmdbWriter(family);
        RankedPrefixes.Builder ranked = new RankedPrefixes.Builder(prefixes);
        starts = new long[2 * prefixes + 1];
        values = new int[2 * prefixes + 1];
        int ranges = 1;
        Random random = new Random(2);
        for (Prefix prefix : internet.prefixes()) {
            int number = random.nextInt(RANKINGS);
            writer.put(prefix, String.join(" ", rankings.get(number).zones()));
            ranked.add(prefix, rankings.get(number));
            long start = prefix.network().high();
            if (starts[ranges - 1] == start && ranges > 1) {
                ranges--;
            }
            starts[ranges] = start;
            values[ranges++] = number + 1;
            starts[ranges++] = start + (1L << (64 - prefix.length()));
        }
        starts = Arrays.copyOf(starts, ranges);
        values = Arrays.copyOf(values, ranges);
        mmdb = Optional.of(new Reader(new ByteArrayInputStream(writer.toBytes()), new CHMCache()));
        SortedMap<String, RankedPrefixes> groups = new TreeMap<>(Collections.singletonMap(GROUP, ranked.build()));
        MapVersion version = new MapVersion("realm", 1, "period", 1, 1);
        MapContent content = new MapContent(version, Instant.EPOCH, groups, EstimateTable.of(List.of()));
        map = Optional.of(MapCodec.decode(MapCodec.publish(content)));
        check();
    }

    /** Different orders of eight zones. */
    private static List<Ranking> rankings(List<String> zones) {
        return zones.stream()
                .map(lead -> {
                    List<String> order = new ArrayList<>(zones);
                    Collections.rotate(order, -zones.indexOf(lead));
                    return new Ranking(
                            order.subList(0, 8).stream().map(List::of).toList());
                })
                .toList();
    }

    /** All three must say the same of every client. */
    private void check() throws IOException {
        for (int i = 0; i < CLIENTS; i++) {
            next = i;
            Ranking ours = map().orElseThrow().ranking();
            next = i;
            String theirs = mmdb().data();
            next = i;
            if (!String.join(" ", ours.zones()).equals(theirs)
                    || !ours.equals(binarySearch().ranking())) {
                throw new IllegalStateException(clients[i] + ": " + ours + ", " + theirs);
            }
        }
    }

    /** Looks a client up as the answering process does. */
    @Benchmark
    public Optional<RankedCell> map() {
        return map.orElseThrow().lookup(GROUP, clients[next++ & (CLIENTS - 1)]);
    }

    /** Looks it up in the MaxMind DB, its network included. */
    @Benchmark
    public DatabaseRecord<String> mmdb() throws IOException {
        return mmdb.orElseThrow().getRecord(addresses[next++ & (CLIENTS - 1)], String.class);
    }

    /** Looks it up by binary search, and gives the prefix in the same form. */
    @Benchmark
    public RankedCell binarySearch() {
        IpAddress client = clients[next++ & (CLIENTS - 1)];
        int low = 0;
        int high = starts.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (Long.compareUnsigned(starts[middle], client.high()) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return new RankedCell(rankings.get(values[low] - 1), client.family().leafLength());
    }

    /** Returns the bytes that our map takes. */
    long bytes() {
        return map.orElseThrow().bytes();
    }
}
