package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.isochrone.pdns.ByAddress;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Steering;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong easily between PowerDNS and a pipe; the README says where the other traps are tested. */
class TrapsPowerDnsTest {
    private static final String SHORT_CACHES = "\ncache-ttl=1\nquery-cache-ttl=1\nnegquery-cache-ttl=1\n";

    private static final String FRA = "NOERROR A 192.0.2.1";
    private static final String SGP = "NOERROR A 192.0.2.3";

    @TempDir
    Path folder;

    private final World world = new World();

    private UnixServer server() throws IOException {
        return PipeServer.start(folder.resolve("pipe.sock"), 0666, world.pipe());
    }

    private String configuration() {
        return Examples.read("pipe-socket.conf", Map.of("SOCKET", folder.resolve("pipe.sock")));
    }

    @Test
    void withTheZoneCacheOnPowerDnsDoesNotStart() throws IOException {
        try (UnixServer _ = server()) {
            String caching = configuration().replaceFirst("(?m)^zone-cache-refresh-interval=0$", "");
            AssertionError ended = assertThrows(AssertionError.class, () -> PowerDns.start(folder, caching));
            assertTrue(String.valueOf(ended.getMessage()).contains("does not support zone caching"), ended.toString());
        }
    }

    /** An answer to SOA that PowerDNS takes for unfinished would hold its thread up for ever. */
    @Test
    void nothingKnownHoldsNoThreadUp() throws IOException {
        Snapshot known = world.snapshot();
        world.forget();
        try (UnixServer _ = server();
                PowerDns powerDns = PowerDns.start(folder, configuration() + SHORT_CACHES)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        "REFUSED",
                        powerDns.ask("n" + i + ".geo.example", "A", "+time=2", "+tries=1")
                                .brief());
            }
            world.set(known);
            Await.until(
                    Duration.ofSeconds(20),
                    () -> powerDns.ask("www.geo.example", "A", "+subnet=203.0.113.0/24")
                            .brief()
                            .equals("NOERROR A 192.0.2.1"));
            new Steering(powerDns.port()).clientsGetTheirZones();
        }
    }

    /**
     * Whatever is asked is answered with one terminator: another would belong to the next question on the connection.
     */
    @Test
    void noQuestionGetsAnothersAnswerWhateverIsAsked() throws IOException {
        world.written(WrittenZone.TEXT + "control TXT \"a\\010END\\010\" \"b\\009END\"\n");
        String label = "x".repeat(63);
        List<String> strange = List.of(
                "sp\\032ace.geo.example",
                "back\\\\slash.geo.example",
                "dot\\.in.geo.example",
                "quo\\\"te.geo.example",
                "end.geo.example",
                "DATA.geo.example",
                label + "." + label + "." + label + ".geo.example",
                "*.geo.example",
                "_map.geo.example",
                "nul\\000.geo.example",
                "line\\010END.geo.example",
                "tab\\009END.geo.example",
                "high\\255.geo.example");
        List<String> types = List.of("A", "SOA", "NS", "ANY", "TXT", "MX", "SRV", "TYPE65534", "DS", "CAA");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (UnixServer _ = server();
                PowerDns powerDns = PowerDns.start(folder, configuration() + SHORT_CACHES)) {
            for (int i = 0; i < 60; i++) {
                powerDns.ask(
                        strange.get(random.nextInt(strange.size())),
                        types.get(random.nextInt(types.size())),
                        "+time=2",
                        "+tries=1");
                assertEquals(
                        "NOERROR A 192.0.2.1",
                        powerDns.ask("www.geo.example", "A", "+subnet=203.0.113." + i + "/32")
                                .brief(),
                        "seed " + seed);
            }
            assertEquals(
                    "NOERROR TXT \"a\\010END\\010\" \"b\\009END\"",
                    powerDns.ask("control.geo.example", "TXT").brief());
            assertEquals(
                    "NOERROR MX 10 mail.geo.example. MX 20 mail.example.org.",
                    powerDns.ask("types.geo.example", "MX").brief());
            assertEquals(
                    "NOERROR SRV 1 2 443 mail.geo.example.",
                    powerDns.ask("types.geo.example", "SRV").brief());
        }
    }

    /** The same for all of IPv4, so its cell has length 0; PowerDNS's packet cache asks for no family. */
    @Test
    void allOfIpv4HasAnAnswerOfItsOwn() throws IOException {
        world.set(world.snapshot().withMap(new ByAddress(true), "memcached"));
        try (UnixServer _ = server();
                PowerDns powerDns = PowerDns.start(folder, configuration())) {
            for (int i = 0; i < 5; i++) {
                Dig.Answer four = powerDns.ask("www.geo.example", "A", "+subnet=203.0." + i + ".0/24");
                assertEquals(FRA, four.brief());
                assertTrue(four.scope() >= 1, four.subnet());
                assertEquals(
                        SGP,
                        powerDns.ask("www.geo.example", "A", "+subnet=2001:db8:" + i + "::/48")
                                .brief());
                assertEquals(FRA, powerDns.ask("www.geo.example", "A").brief());
            }
        }
    }

    /** The largest scope there is; PowerDNS keeps scopes in eight bits, in which 256 would be none. */
    @Test
    void eachAddressHasAnAnswerOfItsOwn() throws IOException {
        world.set(world.snapshot().withMap(new ByAddress(false), "memcached"));
        try (UnixServer _ = server();
                PowerDns powerDns = PowerDns.start(folder, configuration())) {
            for (int i = 0; i < 6; i++) {
                // NAT64, whose 96 bits come on top of the 32
                Dig.Answer six = powerDns.ask("www.geo.example", "A", "+subnet=64:ff9b::cb00:71%02x/128".formatted(i));
                assertEquals(i % 2 == 0 ? FRA : SGP, six.brief());
                assertEquals(128, six.scope());
                Dig.Answer four = powerDns.ask("www.geo.example", "A", "+subnet=203.0.113." + i + "/32");
                assertEquals(i % 2 == 0 ? FRA : SGP, four.brief());
                assertEquals(32, four.scope());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void everyAbi(int abi) throws IOException {
        String configuration = configuration().replaceFirst("pipe-abi-version=5", "pipe-abi-version=" + abi)
                + "\nallow-axfr-ips=127.0.0.0/8\n";
        try (UnixServer _ = server();
                PowerDns powerDns = PowerDns.start(folder, configuration)) {
            if (abi >= 3) {
                new Steering(powerDns.port()).isRight();
            } else {
                // no subnet is told, and nothing keeps an answer from the next client but its TTL
                for (String subnet : List.of("203.0.113.0/24", "198.51.100.0/24")) {
                    assertEquals(
                            List.of("www.geo.example. 0 IN A 192.0.2.3"),
                            powerDns.ask("www.geo.example", "A", "+subnet=" + subnet)
                                    .answer());
                }
            }
            List<String> zone = Dig.transfer(powerDns.port(), "geo.example");
            assertTrue(zone.stream().anyMatch(record -> record.startsWith("_map.geo.example.")), zone.toString());
            assertTrue(zone.stream().anyMatch(record -> record.startsWith("www.geo.example.")), zone.toString());
        }
    }

    @Test
    void operatorsAreAnsweredThroughPowerDnsOwnTool() throws IOException {
        try (UnixServer _ = server();
                PowerDns powerDns = PowerDns.start(folder, configuration())) {
            assertTrue(powerDns.util("backend-cmd", "pipe", "version").contains("isochrone test"));
            assertTrue(powerDns.util("backend-cmd", "pipe", "status").contains("decided by MAP"));
            assertTrue(powerDns.util("backend-cmd", "pipe", "map").contains("map 2.3.7 built"));
            assertTrue(powerDns.util("backend-cmd", "pipe", "reload").contains("reloaded"));
            String explained = powerDns.util("backend-cmd", "pipe", "explain www.geo.example 203.0.113.0/24");
            assertTrue(explained.contains("fra for 203.0.113.0/24, by MAP"), explained);
            assertTrue(powerDns.util("backend-cmd", "pipe", "nonsense").contains("commands: status"));
        }
    }
}
