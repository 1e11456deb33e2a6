package org.isochrone.pdns.dnssec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.dns.zone.KeyMaker;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.PowerDns;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real PowerDNS signs our answers while it gives them, and a validating resolver believes all of them. */
class DnssecPowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World().written(WrittenZone.TEXT);

    @ParameterizedTest
    @EnumSource
    void throughTheRemoteSocketWithOurKeys(Denial denial) throws IOException {
        Path socket = folder.resolve("remote.sock");
        KeyMaker.Made key = KeyMaker.make(folder.resolve("keys"), "geo.example", new SecureRandom());
        Problems problems = new Problems();
        ZoneKeys keys = KeyFolder.read(folder.resolve("keys"), List.of("geo.example"), problems);
        problems.throwIfAny();
        RemoteContext context = new RemoteContext(world.responder, world.counters, () -> keys, denial);
        try (UnixServer _ = RemoteServer.start(socket, 0666, context);
                PowerDns powerDns =
                        PowerDns.start(folder, Examples.read("remote-socket-dnssec.conf", Map.of("SOCKET", socket)))) {
            new SignedZone(folder, powerDns.port(), key.dnskey()).isValid();
            new Steering(powerDns.port()).clientsGetTheirZones();
            new Steering(powerDns.port()).nobodyGetsAnothersAnswer();
            boolean nsec = powerDns.ask("nope.geo.example", "A", "+dnssec").authority().stream()
                    .anyMatch(record -> record.contains(" IN NSEC "));
            assertEquals(denial == Denial.NSEC, nsec);
            assertTrue(
                    powerDns.util("show-zone", "geo.example").contains(key.ds().split(" ", 2)[0]));
        }
    }

    @Test
    void throughThePipeSocketWithKeysOfTheBindBackend() throws IOException {
        throughThePipeSocket(powerDns -> {
            powerDns.util("set-nsec3", "geo.example", "1 0 0 -", "narrow");
            powerDns.restart();
            String dnskey = powerDns.ask("geo.example", "DNSKEY").answer().getFirst();
            new SignedZone(folder, powerDns.port(), dnskey.split(" DNSKEY ", 2)[1]).isValid();
            new Steering(powerDns.port()).clientsGetTheirZones();
            assertTrue(powerDns.alive());
        });
    }

    /** So the configuration that is shipped says to set NSEC3 narrow, and this is that configuration without it. */
    @Test
    void plainNsecThroughThePipeSocketEndsPowerDns() throws IOException {
        throughThePipeSocket(powerDns -> {
            powerDns.restart();
            assertEquals(
                    "NOERROR", powerDns.ask("geo.example", "SOA", "+dnssec").status());
            powerDns.ask("nope.geo.example", "A", "+dnssec", "+time=2");
            Await.until(Duration.ofMinutes(1), () -> !powerDns.alive(), powerDns::log);
            assertTrue(powerDns.log().contains("beforeAndAfterAbsolute called"), powerDns.log());
        });
    }

    /** Starts PowerDNS with a zone that is signed, as yet with no choice of how absence is proved. */
    private void throughThePipeSocket(Consumer<PowerDns> test) throws IOException {
        Path socket = folder.resolve("pipe.sock");
        String configuration = Examples.read(
                "pipe-dnssec-with-bind.conf",
                Map.of(
                        "SOCKET", socket,
                        "BIND", Examples.bind(folder, "geo.example", ""),
                        "KEYS", folder.resolve("keys.db")));
        Files.writeString(folder.resolve("pdns.conf"), configuration);
        PipeContext context = world.pipe();
        try (UnixServer _ = PipeServer.start(socket, 0666, context)) {
            ServerProcess.run(
                    folder.resolve("create.log"),
                    List.of(
                            Servers.require("pdnsutil").toString(),
                            "--config-dir=" + folder,
                            "create-bind-db",
                            folder.resolve("keys.db").toString()));
            try (PowerDns powerDns = PowerDns.start(folder, configuration)) {
                powerDns.util("add-zone-key", "geo.example", "ksk", "active", "published", "ecdsa256");
                test.accept(powerDns);
            }
        }
    }
}
