package org.isochrone.app.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.isochrone.app.fixture.Site;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.health.CutOff;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.health.ZoneHealth;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three peers and one process that answers, which hear of each other through MariaDB alone. Endpoints are real ports,
 * checked by a program that writes down what it saw, and that finds nothing while its peer's network is cut.
 */
class FleetHealthTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final int RISE = 2;
    private static final int FALL = 3;
    private static final List<String> ZONES = List.of("fra", "nyc", "sgp");

    private static final String REACH = """
            #!/bin/bash
            if test ! -e cut && (exec 3<>/dev/tcp/$ISOCHRONE_HOST/$ISOCHRONE_PORT) 2>/dev/null; then saw=good; else saw=bad; fi
            echo $ISOCHRONE_PEER $ISOCHRONE_ZONE $saw $(date +%s%N) >> "$1"
            test $saw = good
            """;

    @TempDir
    private Path folder = Path.of("");

    private final MariaDbServer server = MariaDbServer.start();
    private final List<ServerSocket> endpoints = new ArrayList<>();
    private final List<Daemon> daemons = new ArrayList<>();
    private Optional<Daemon> answering = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        Site site = Site.on(server, server.freshDatabase(), folder);
        site.cli().run("db", "migrate");
        for (int i = 0; i < ZONES.size(); i++) {
            endpoints.add(new ServerSocket(0, 50, FreePort.loopback()));
        }
        var imported = site.cli()
                .run(
                        "topology",
                        "import",
                        site.write("topology.json", topology()).toString());
        assertEquals(0, imported.code(), imported.err());
        for (String zone : ZONES) {
            Path checks = Files.createDirectory(folder.resolve("checks-" + zone));
            Files.writeString(checks.resolve("reach"), REACH);
            Files.setPosixFilePermissions(checks.resolve("reach"), PosixFilePermissions.fromString("rwxr-xr-x"));
            var configuration = site.configuration(
                    "Application.Data=" + folder.resolve("data-" + zone),
                    "Probe.Peer=peer-" + zone,
                    "Probe.Zone=" + zone,
                    "Health.Interval=1s",
                    "Health.Rise=" + RISE,
                    "Health.Fall=" + FALL,
                    "Health.Commands=" + checks,
                    "Http.Listen=off");
            run(Daemon.assemble(configuration, Set.of(Role.PROBE), List.of(configuration.probe()), Clocks.system()));
        }
        answering = Optional.of(
                run(Daemon.assemble(site.configuration(), Set.of(Role.ANSWER), List.of(), Clocks.system())));
    }

    private Daemon run(Daemon daemon) {
        daemons.add(daemon);
        daemon.run();
        return daemon;
    }

    @AfterEach
    void stop() throws IOException {
        daemons.reversed().forEach(Daemon::close);
        for (ServerSocket endpoint : endpoints) {
            endpoint.close();
        }
        server.close();
    }

    private String topology() {
        StringBuilder zones = new StringBuilder();
        for (int i = 0; i < ZONES.size(); i++) {
            zones.append(i == 0 ? "" : ", ").append("""
                    {"id": "%1$s", "name": "%1$s", "endpoints": ["http://127.0.0.1:%2$d"],
                     "steering": {"addresses": ["192.0.2.%3$d"],
                                  "health": {"check": "command", "command": "reach", "arguments": ["%4$s"]}}}
                    """.formatted(
                            ZONES.get(i), endpoints.get(i).getLocalPort(), i + 1, folder.resolve("seen")));
        }
        return """
                {"id": "p", "epoch": 1, "period_map": {"id": "p", "zonegroups": [
                  {"id": "g", "name": "world", "is_master": true, "master_zone": "fra", "zones": [%s]}]},
                 "master_zonegroup": "g", "master_zone": "fra", "realm_id": "r", "realm_epoch": 1,
                 "steering": {"names": [{"name": "www.example.test", "zonegroup": "world", "mode": "address"}]}}
                """.formatted(zones);
    }

    private HealthView view() {
        return answering.orElseThrow().snapshot().orElseThrow().health();
    }

    private void awaitAllUp() {
        Await.until(
                LIMIT,
                () -> ZONES.stream().allMatch(zone -> view().of(zone).upFrom().size() == ZONES.size()),
                this::story);
    }

    private String story() {
        return ZONES.stream().map(zone -> zone + " " + view().of(zone)).toList() + " cut off " + view().cutOff();
    }

    private String answer(Prefix client) {
        try {
            InetSocketAddress at =
                    answering.orElseThrow().answering().orElseThrow().dns().orElseThrow();
            return String.valueOf(new DnsCheck(at, Duration.ofSeconds(5))
                    .ask("www.example.test", RecordType.A, Optional.of(client))
                    .data());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a client that is answered with the zone of that number from 1. */
    private Prefix clientOf(int zone) {
        return IntStream.range(0, 256)
                .mapToObj(i -> Prefix.parse("10.0." + i + ".0/24"))
                .filter(client -> answer(client).contains("192.0.2." + zone))
                .findFirst()
                .orElseThrow();
    }

    /** Returns when peers came to see a zone so, the earliest first. */
    private List<Instant> deciding(String zone, HealthState state) {
        return daemons.getFirst().stores().health().observations(Instant.EPOCH).stream()
                .filter(seen -> seen.zone().equals(zone) && seen.state() == state)
                .map(HealthObservation::since)
                .sorted()
                .toList();
    }

    /** Returns how long after the check that decided the majority the answer was another. */
    private Duration sinceMajority(String zone, HealthState state, Instant answered) {
        Await.until(LIMIT, () -> deciding(zone, state).size() == ZONES.size(), this::story);
        return Duration.between(deciding(zone, state).get(1), answered);
    }

    /** Says of each peer how many checks of one kind it took, from the first one after {@code fault} on. */
    private List<Long> checksNeeded(String zone, String kind, Instant fault) {
        List<HealthObservation> observations =
                daemons.getFirst().stores().health().observations(Instant.EPOCH);
        return observations.stream()
                .filter(seen -> seen.zone().equals(zone))
                .map(seen -> lines().stream()
                        .map(line -> line.split(" "))
                        .filter(line -> line[0].equals(seen.peer())
                                && line[1].equals(zone)
                                && line[2].equals(kind)
                                && !time(line[3]).isBefore(fault)
                                && !time(line[3]).isAfter(seen.since()))
                        .count())
                .toList();
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(folder.resolve("seen"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Instant time(String nanos) {
        return Instant.EPOCH.plus(Long.parseLong(nanos), ChronoUnit.NANOS);
    }

    @Test
    void aKilledEndpointIsDownAfterTheFallsEverywhereAndBackAfterTheRises() throws Exception {
        awaitAllUp();
        Prefix client = clientOf(2);
        List<Long> falls = new ArrayList<>(List.of((long) FALL, (long) FALL, (long) FALL));
        List<Long> rises = new ArrayList<>(List.of((long) RISE, (long) RISE, (long) RISE));
        int port = endpoints.get(1).getLocalPort();
        Instant killed = Instant.now();
        endpoints.get(1).close();
        Await.until(LIMIT, () -> !answer(client).contains("192.0.2.2"), this::story);
        Duration down = sinceMajority("nyc", HealthState.DOWN, Instant.now());
        System.out.println("another answer " + down.toMillis() + " ms after the deciding check");
        assertTrue(down.compareTo(PROMISED) <= 0, down.toString());
        assertEquals(falls, checksNeeded("nyc", "bad", killed));
        Await.until(
                LIMIT,
                () -> view().of("nyc").verdict() == ZoneHealth.Verdict.DOWN
                        && view().cutOff().isEmpty());

        Instant back = Instant.now();
        endpoints.set(1, new ServerSocket(port, 50, FreePort.loopback()));
        Await.until(LIMIT, () -> answer(client).contains("192.0.2.2"), this::story);
        Duration up = sinceMajority("nyc", HealthState.UP, Instant.now());
        System.out.println("the old answer " + up.toMillis() + " ms after the deciding check");
        assertTrue(up.compareTo(PROMISED) <= 0, up.toString());
        assertEquals(rises, checksNeeded("nyc", "good", back));
    }

    @Test
    void aPeerWhoseNetworkIsCutTakesNoZoneDown() throws Exception {
        awaitAllUp();
        Files.createFile(folder.resolve("checks-fra").resolve("cut"));
        List<String> down = new ArrayList<>();
        Await.until(
                LIMIT,
                () -> {
                    ZONES.stream().filter(zone -> !view().up(zone)).forEach(down::add);
                    return view().cutOff().equals(List.of(new CutOff("peer-fra", 3, 3)));
                },
                this::story);
        assertEquals(List.of(), down, "zones that were down meanwhile");
        for (int zone = 1; zone <= ZONES.size(); zone++) {
            clientOf(zone);
            ZoneHealth health = view().of(ZONES.get(zone - 1));
            assertEquals(ZoneHealth.Verdict.DOWN_FROM_SOME, health.verdict());
            assertEquals(List.of("peer-fra"), health.downFrom());
        }
        String told = DaemonCondition.of(
                        answering.orElseThrow(), Clocks.system().wall())
                .toJson()
                .toString();
        assertTrue(told.contains("peer peer-fra is cut off: it sees 3 of 3 zones down"), told);
        assertTrue(told.contains("zone nyc is down from some only, and answered: from peer-fra, up from"), told);
        String explained = new Site(folder, folder.resolve("isochrone.conf"))
                .cli()
                .run("explain", "www.example.test", "--client", "10.0.0.0/24")
                .out();
        assertTrue(explained.contains("cut off"), explained);
        assertTrue(explained.contains("down from some"), explained);
        Files.delete(folder.resolve("checks-fra").resolve("cut"));
        awaitAllUp();
        assertEquals(List.of(), view().cutOff());
    }
}
