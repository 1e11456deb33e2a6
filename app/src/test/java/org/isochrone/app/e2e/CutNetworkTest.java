package org.isochrone.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Role;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.health.CutOff;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.health.HealthView;
import org.isochrone.steering.health.ZoneHealth;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three peers, each the program itself behind a cable of its own, and what they make of a cable that is pulled and of
 * an endpoint that dies. Zone fra is checked by TCP, nyc by HTTP, sgp by ICMP. A peer whose network is cut still
 * reaches MySQL, by another way: one that nobody hears cannot do harm. In front of nyc's endpoint stands an nginx,
 * whose log says how often each peer asked, and what it was answered.
 */
class CutNetworkTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> ZONES = List.of("fra", "nyc", "sgp");
    private static final int RISE = 2;
    private static final int FALL = 3;
    private static final int OK = 200;
    private static final int NO_ENDPOINT = 502;

    private static final String TOPOLOGY = """
            {"id": "p", "epoch": 1, "period_map": {"id": "p", "zonegroups": [
              {"id": "g", "name": "world", "is_master": true, "master_zone": "fra", "zones": [
                {"id": "fra", "name": "fra", "endpoints": ["http://10.78.0.1:8080"],
                 "steering": {"addresses": ["192.0.2.1"], "health": {"check": "tcp"}}},
                {"id": "nyc", "name": "nyc", "endpoints": ["http://10.78.0.2:8080"],
                 "steering": {"addresses": ["192.0.2.2"],
                              "health": {"check": "http", "path": "/", "status": "200", "body": "well"}}},
                {"id": "sgp", "name": "sgp", "endpoints": ["http://10.78.0.3:8080"],
                 "steering": {"addresses": ["192.0.2.3"], "health": {"check": "icmp"}}}]}]},
             "master_zonegroup": "g", "master_zone": "fra", "realm_id": "r", "realm_epoch": 1,
             "steering": {"names": [{"name": "www.geo.example", "zonegroup": "world", "mode": "address"}]}}
            """;

    private static final String FRONT = """
            server { listen 10.78.0.1:8080; location / { return 200; } }
            server { listen 10.78.0.2:8080; location / { proxy_pass http://127.0.0.1:8081; } }
            """;
    private static final String ENDPOINT =
            "server { listen 127.0.0.1:8081; location / { return 200 \"all is well\\n\"; } }";

    @TempDir
    private Path folder = Path.of("");

    private final List<AutoCloseable> started = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : started.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(T each) {
        started.add(each);
        return each;
    }

    private ServerProcess nginx(Cables cables, String name, String servers, String address, int port) {
        String config = """
                    daemon off; master_process off; worker_processes 1; pid %1$s/%2$s.pid; error_log %1$s/%2$s.error;
                    events {}
                    http {
                        client_body_temp_path %1$s/%2$s.1; proxy_temp_path %1$s/%2$s.2; fastcgi_temp_path %1$s/%2$s.3;
                        uwsgi_temp_path %1$s/%2$s.4; scgi_temp_path %1$s/%2$s.5;
                        log_format seen '$msec $remote_addr $status';
                        access_log %1$s/%2$s.log seen;
                        %3$s
                    }
                    """.formatted(folder, name, servers);
        List<String> command = new ArrayList<>(cables.inHub());
        command.addAll(List.of(
                Servers.require("nginx").toString(),
                "-e",
                folder.resolve(name + ".start").toString(),
                "-c"));
        try {
            command.add(
                    Files.writeString(folder.resolve(name + ".conf"), config).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServerProcess server = keep(ServerProcess.start(folder.resolve(name + ".out"), command));
        cables.awaitListener(server, address, port);
        return server;
    }

    private void startPeer(Site site, Cables cables, String zone) {
        List<String> toMySql = new ArrayList<>(cables.inside(zone));
        toMySql.addAll(List.of(
                Servers.require("socat").toString(),
                "TCP-LISTEN:" + site.mariadb.port() + ",bind=127.0.0.1,reuseaddr,fork",
                "UNIX-CONNECT:" + site.mariadb.socket()));
        keep(ServerProcess.start(folder.resolve("socat-" + zone + ".log"), toMySql));
        List<String> command = new ArrayList<>(cables.inside(zone));
        command.addAll(List.of(
                site.program().toString(),
                "probe",
                "--set",
                "Application.Data=" + folder.resolve("data-" + zone),
                "--set",
                "Probe.Zone=" + zone,
                "--set",
                "Probe.Peer=" + zone));
        keep(ServerProcess.start(folder.resolve("probe-" + zone + ".log"), command, site.environment()));
    }

    private Daemon answering(Site site) throws IOException {
        Daemon daemon = keep(Daemon.assemble(site.configuration(), Set.of(Role.ANSWER), List.of(), Clocks.system()));
        daemon.run();
        return daemon;
    }

    private static HealthView view(Daemon daemon) {
        return daemon.snapshot().orElseThrow().health();
    }

    private static String story(Daemon daemon) {
        return ZONES.stream().map(zone -> zone + " " + view(daemon).of(zone)).toList() + " cut off "
                + view(daemon).cutOff();
    }

    private static void awaitAllUp(Daemon daemon) {
        Await.until(
                LIMIT,
                () -> view(daemon).cutOff().isEmpty()
                        && ZONES.stream()
                                .allMatch(zone -> view(daemon).of(zone).upFrom().equals(ZONES)),
                () -> story(daemon));
    }

    /** Waits until every peer sees {@code zone} so; returns since when, by peer. */
    private static Map<String, Instant> awaitSeen(Daemon daemon, String zone, HealthState state) {
        List<HealthObservation> all = new ArrayList<>();
        Await.until(
                LIMIT,
                () -> {
                    all.clear();
                    all.addAll(daemon.stores().health().observations(Instant.EPOCH).stream()
                            .filter(seen -> seen.zone().equals(zone) && seen.state() == state)
                            .toList());
                    return all.size() == ZONES.size();
                },
                () -> story(daemon));
        return all.stream().collect(Collectors.toMap(HealthObservation::peer, HealthObservation::since));
    }

    /** Returns how often each peer was answered {@code status} from {@code start} until the check that decided. */
    private Map<String, Long> answers(Cables cables, int status, Instant start, Map<String, Instant> decided) {
        return ZONES.stream()
                .collect(Collectors.toMap(
                        peer -> peer,
                        peer -> log().stream()
                                .map(line -> line.split(" "))
                                .filter(line -> line[1].equals(cables.addressOf(peer))
                                        && line[2].equals(String.valueOf(status)))
                                .map(line -> time(line[0]))
                                .filter(at -> !at.isBefore(start.truncatedTo(ChronoUnit.MILLIS))
                                        && !at.isAfter(decided.get(peer)))
                                .count()));
    }

    private List<String> log() {
        try {
            return Files.readAllLines(folder.resolve("front.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads seconds and milliseconds. */
    private static Instant time(String seconds) {
        return Instant.ofEpochMilli(Long.parseLong(seconds.replace(".", "")));
    }

    private static Map<String, Long> each(long number) {
        return ZONES.stream().collect(Collectors.toMap(zone -> zone, _ -> number));
    }

    @Test
    void aCutPeerTakesNoZoneDownAndAKilledEndpointIsDownEverywhereAfterTheFalls() throws IOException {
        Cables cables = keep(Cables.lay(folder, ZONES, List.of("10.78.0.1", "10.78.0.2", "10.78.0.3")));
        ServerProcess endpoint = nginx(cables, "endpoint", ENDPOINT, "127.0.0.1", 8081);
        nginx(cables, "front", FRONT, "10.78.0.2", 8080);
        Site site = keep(Site.start(folder, "[Health]\nInterval = 1s\nRise = " + RISE + "\nFall = " + FALL));
        site.run("topology", "import", site.write("topology.json", TOPOLOGY).toString());
        ZONES.forEach(zone -> startPeer(site, cables, zone));
        Daemon daemon = answering(site);
        awaitAllUp(daemon);

        cables.pull("fra");
        List<String> down = new ArrayList<>();
        Await.until(
                LIMIT,
                () -> {
                    ZONES.stream().filter(zone -> !view(daemon).up(zone)).forEach(down::add);
                    return view(daemon).cutOff().equals(List.of(new CutOff("fra", 3, 3)));
                },
                () -> story(daemon));
        for (String zone : ZONES) {
            ZoneHealth health = view(daemon).of(zone);
            assertEquals(ZoneHealth.Verdict.DOWN_FROM_SOME, health.verdict(), () -> story(daemon));
            assertEquals(List.of("fra"), health.downFrom());
            assertEquals(List.of("nyc", "sgp"), health.upFrom());
        }
        String explained = site.run("explain", "www.geo.example", "--client", "203.0.113.0/24");
        assertTrue(explained.contains("cut off") && explained.contains("down from some"), explained);
        cables.plug("fra");
        Await.until(
                LIMIT,
                () -> {
                    ZONES.stream().filter(zone -> !view(daemon).up(zone)).forEach(down::add);
                    return view(daemon).cutOff().isEmpty();
                },
                () -> story(daemon));
        awaitAllUp(daemon);
        assertEquals(List.of(), down, "zones that were down meanwhile");

        Instant killed = Instant.now();
        endpoint.kill();
        Map<String, Instant> downSince = awaitSeen(daemon, "nyc", HealthState.DOWN);
        assertEquals(each(FALL), answers(cables, NO_ENDPOINT, killed, downSince), () -> log().toString());
        Await.until(LIMIT, () -> view(daemon).of("nyc").verdict() == ZoneHealth.Verdict.DOWN, () -> story(daemon));
        assertTrue(view(daemon).up("fra") && view(daemon).up("sgp"), () -> story(daemon));

        Instant back = Instant.now();
        nginx(cables, "endpoint", ENDPOINT, "127.0.0.1", 8081);
        Map<String, Instant> upSince = awaitSeen(daemon, "nyc", HealthState.UP);
        assertEquals(each(RISE), answers(cables, OK, back, upSince), () -> log().toString());
        awaitAllUp(daemon);
    }
}
