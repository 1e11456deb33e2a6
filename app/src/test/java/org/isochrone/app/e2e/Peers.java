package org.isochrone.app.e2e;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.probe.testnet.Passage;
import org.isochrone.probe.testnet.SimulatedNetwork;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Assertions;

/**
 * Peers in zones fra, nyc and sgp, each the program itself in a network namespace of its own, with the same client
 * prefixes around them at different distances, and the site's MySQL. For one thread.
 */
final class Peers implements AutoCloseable {
    static final List<String> ZONES = List.of("fra", "nyc", "sgp");

    /** Addresses that answer in each prefix, so that the zones do not have to share one. */
    private static final int HOSTS = 3;

    /** Probes of a burst. */
    static final int PROBES = 3;

    private static final int[] DISTANCES_MILLIS = {20, 60, 120};

    final SimulatedNetwork network;
    private final Site site;
    private final List<ServerProcess> started = new ArrayList<>();

    private Peers(Site site, SimulatedNetwork network) {
        this.site = site;
        this.network = network;
    }

    /** What was measured of one address from one zone in one burst, as MySQL has it. */
    record Row(
            String zone,
            String prefix,
            String target,
            int method,
            int sent,
            int received,
            long minNanos,
            long maxNanos) {
        /** For what the kernel does between two time stamps. */
        private static final long SMALLER_NANOS = 50_000;

        /** For what the kernel does between the network's stamps and its own. */
        private static final long LARGER_NANOS = 5_000_000;

        /**
         * Fails unless it is true, whether its peer stood still or had no processor: the kernel holds the watch.
         *
         * @param passages what the network says of the probes to its target; it knows by how much it was late itself
         */
        void assertTrue(List<Passage> passages) {
            Assertions.assertEquals(PROBES, sent, toString());
            Assertions.assertEquals(PROBES, received, toString());
            Assertions.assertTrue(minNanos > truth(this) - SMALLER_NANOS, this + " of " + truth(this));
            LongSummaryStatistics truly = passages.stream()
                    .filter(Passage::answered)
                    .mapToLong(Passage::trueNanos)
                    .summaryStatistics();
            Assertions.assertTrue(minNanos > truly.getMin() - SMALLER_NANOS, this + " of " + truly);
            Assertions.assertTrue(maxNanos < truly.getMax() + LARGER_NANOS, this + " of " + truly);
            if (passages.size() == PROBES) {
                Assertions.assertTrue(minNanos < truly.getMin() + LARGER_NANOS, this + " of " + truly);
                Assertions.assertTrue(maxNanos > truly.getMax() - SMALLER_NANOS, this + " of " + truly);
            }
        }
    }

    /**
     * Starts the network, with {@code prefixes} in it, and makes their targets known.
     *
     * @param methods go round among the prefixes, each as METHOD,PORT
     */
    static Peers start(Path folder, Site site, int prefixes, List<String> methods) {
        String table = "seed 11\nspin 0\n"
                + "zone fra 20.0.0.1 2a0f::1\nzone nyc 20.0.0.2 2a0f::2\nzone sgp 20.0.0.3 2a0f::3\n"
                + IntStream.range(0, prefixes)
                        .boxed()
                        .flatMap(i -> ZONES.stream()
                                .map(zone ->
                                        "path " + zone + " " + prefix(i) + " " + delayMicros(zone, i) + " open=443"))
                        .collect(Collectors.joining("\n"))
                + "\n";
        Servers.require("socat");
        Peers peers = new Peers(site, SimulatedNetwork.start(folder, table));
        peers.reachMySql();
        site.run(
                "import",
                "targets",
                site.write("targets.csv", targets(prefixes, methods)).toString());
        return peers;
    }

    /** Inside a namespace MySQL is where it is outside. */
    private void reachMySql() {
        for (String zone : ZONES) {
            List<String> command = new ArrayList<>(network.inside(zone));
            command.addAll(List.of(
                    "socat",
                    "TCP-LISTEN:" + site.mariadb.port() + ",bind=127.0.0.1,reuseaddr,fork",
                    "UNIX-CONNECT:" + site.mariadb.socket()));
            started.add(ServerProcess.start(site.folder.resolve("socat-" + zone + ".log"), command));
        }
    }

    static String prefix(int index) {
        return "20." + (1 + index / 256) + "." + index % 256 + ".0/24";
    }

    /** The true delay; which zone is nearest goes round. */
    static long delayMicros(String zone, int index) {
        int distance = DISTANCES_MILLIS[(ZONES.indexOf(zone) + index) % DISTANCES_MILLIS.length];
        return distance * 1000L + index * 37 % 9000;
    }

    private static String targets(int prefixes, List<String> methods) {
        StringBuilder csv = new StringBuilder("prefix,address,method,port\n");
        for (int i = 0; i < prefixes; i++) {
            for (int host = 1; host <= HOSTS; host++) {
                String address = prefix(i).replace("0/24", String.valueOf(host));
                csv.append(prefix(i) + "," + address + "," + methods.get(i % methods.size()) + "\n");
            }
        }
        return csv.toString();
    }

    /** Starts {@code isochrone probe} of {@code zone}; {@code before} are words in front of the program. */
    ServerProcess probe(String zone, List<String> before, String... more) {
        List<String> command = new ArrayList<>(network.inside(zone));
        command.addAll(before);
        command.addAll(List.of(
                site.program().toString(),
                "probe",
                "--set",
                "Application.Data=" + data(zone),
                "--set",
                "Probe.Zone=" + zone,
                "--set",
                "Probe.Peer=" + zone,
                "--set",
                "Probe.PacketsPerSecond=1500",
                "--set",
                "Probe.BurstsPerPrefixMinute=10"));
        command.addAll(List.of(more));
        ServerProcess process = ServerProcess.start(
                site.folder.resolve("probe-" + zone + "-" + started.size() + ".log"), command, site.environment());
        started.add(process);
        return process;
    }

    /** Returns where the peer of {@code zone} keeps its data. */
    Path data(String zone) {
        return site.folder.resolve("data-" + zone);
    }

    /** Returns all bursts that MySQL has from {@code zones}. */
    List<Row> rows(List<String> zones) {
        String sql =
                "SELECT peer.name, INET6_NTOA(client_prefix.network), INET6_NTOA(burst.target), method, sent, received,"
                        + " COALESCE(rtt_min_ns, 0), COALESCE(rtt_max_ns, 0) FROM burst"
                        + " JOIN peer ON peer.peer_key = burst.peer_key"
                        + " JOIN client_prefix ON client_prefix.prefix_key = burst.prefix_key";
        return site.mariadb
                .execute(site.database, sql)
                .lines()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .filter(words -> zones.contains(words[0]))
                .map(words -> new Row(
                        words[0],
                        words[1] + "/24",
                        words[2],
                        Integer.parseInt(words[3]),
                        Integer.parseInt(words[4]),
                        Integer.parseInt(words[5]),
                        Long.parseLong(words[6]),
                        Long.parseLong(words[7])))
                .toList();
    }

    /** What MySQL has of a zone is what was on its wire, burst for burst, and true; returns it. */
    List<Row> assertWholeAndTrue(String zone) {
        List<Row> rows = rows(List.of(zone));
        Assertions.assertEquals(probesOnTheWire(zone), probesKept(zone), "probes by target, on the wire and in MySQL");
        assertTrue(rows);
        return rows;
    }

    /** Fails unless every row says what was on the wire. */
    void assertTrue(List<Row> rows) {
        Map<String, List<Passage>> passages = network.passages().stream()
                .collect(Collectors.groupingBy(passage -> passage.zone() + " " + passage.to()));
        rows.forEach(row -> row.assertTrue(passages.getOrDefault(row.zone() + " " + row.target(), List.of())));
    }

    /** Returns how many client prefixes there are in {@code rows}. */
    static long prefixes(List<Row> rows) {
        return rows.stream().map(Row::prefix).distinct().count();
    }

    /** Returns what the report of incidents says of the peer of {@code zone}: what, how much of what, the story. */
    List<String> incidents(String zone) {
        return site.run("report", "incidents", "--format", "csv")
                .lines()
                .map(line -> line.split(",", 9))
                .filter(words -> words[0].equals(zone))
                .map(words -> words[2] + " " + words[6] + " " + words[7] + " " + words[8])
                .toList();
    }

    /** Waits until the report of incidents has a line of {@code zone} that matches. */
    void awaitIncident(String zone, String regex) {
        Await.until(
                Site.PATIENCE,
                () -> incidents(zone).stream().anyMatch(line -> line.matches(regex)),
                () -> regex + ": " + incidents(zone));
    }

    /** Returns how many probes of {@code zone} every address got. */
    Map<String, Integer> probesOnTheWire(String zone) {
        Map<String, Integer> probes = new TreeMap<>();
        for (Passage passage : network.passages()) {
            if (passage.zone().equals(zone)) {
                probes.merge(passage.to().toString(), 1, Integer::sum);
            }
        }
        return probes;
    }

    /** Returns the addresses whose last reply to {@code zone} was before {@code moment}, all probes of a burst. */
    Set<String> targetsUntil(String zone, Instant moment) {
        long nanos = TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
        return network.passages().stream()
                .filter(passage -> passage.zone().equals(zone))
                .collect(Collectors.groupingBy(passage -> passage.to().toString()))
                .entrySet()
                .stream()
                .filter(each -> each.getValue().size() == PROBES
                        && each.getValue().stream()
                                .allMatch(passage -> passage.answered() && passage.leftNanos() < nanos))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Returns how many probes of {@code zone} to every address MySQL knows of. */
    Map<String, Integer> probesKept(String zone) {
        return rows(List.of(zone)).stream()
                .collect(Collectors.toMap(Row::target, Row::sent, Integer::sum, TreeMap::new));
    }

    /** Returns the true delay of what a row measured, nanoseconds. */
    static long truth(Row row) {
        String[] numbers = row.prefix().split("[./]", -1);
        int index = (Integer.parseInt(numbers[1]) - 1) * 256 + Integer.parseInt(numbers[2]);
        return delayMicros(row.zone(), index) * 1000;
    }

    @Override
    public void close() {
        started.reversed().forEach(ServerProcess::kill);
        network.close();
    }
}
