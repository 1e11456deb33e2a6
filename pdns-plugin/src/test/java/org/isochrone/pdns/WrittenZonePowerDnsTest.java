package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.isochrone.pdns.dns.DnsAnswerer;
import org.isochrone.pdns.dns.DnsListener;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.remote.RemoteContext;
import org.isochrone.pdns.remote.RemoteServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.Dig;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole zone lives here: PowerDNS over pipe and remote tells of it what the own listener does, record by record. */
class WrittenZonePowerDnsTest {
    private static final List<String> QUESTIONS = List.of(
            "@ SOA",
            "@ NS",
            "@ MX",
            "@ TXT",
            "@ CAA",
            "@ A",
            "ns1 A",
            "mail A",
            "mail AAAA",
            "mail MX",
            "www A",
            "www TXT",
            "www MX",
            "cdn A",
            "alias A",
            "alias CNAME",
            "alias TXT",
            "far A",
            "types TXT",
            "types MX",
            "types SRV",
            "types CAA",
            "types PTR",
            "types NAPTR",
            "types HTTPS",
            "types SVCB",
            "types TLSA",
            "types URI",
            "types SPF",
            "types SSHFP",
            "types HINFO",
            "types LOC",
            "types A",
            "types AAAA",
            "x.wild2 A",
            "x.wild2 MX",
            "x.y.wild2 TXT",
            "wild2 A",
            "host.wild2 A",
            "host.wild2 TXT",
            "x.host.wild2 A",
            "ent A",
            "a.ent A",
            "b.ent A",
            "sub A",
            "sub NS",
            "sub DS",
            "www.sub A",
            "ns.sub A",
            "self A",
            "x.self TXT",
            "h2 A",
            "nope A",
            "x.wild A",
            "photos.s3 A",
            "nope.s3 A");

    @TempDir
    Path folder;

    private final World world = new World().written(WrittenZone.TEXT);

    @Test
    void everyDoorLeadsToTheSameZone() throws IOException {
        Path pipe = folder.resolve("pipe.sock");
        Path remote = folder.resolve("remote.sock");
        PipeContext context = world.pipe();
        try (UnixServer _ = PipeServer.start(pipe, 0666, context);
                UnixServer _ = RemoteServer.start(remote, 0666, new RemoteContext(world.responder, world.counters));
                DnsListener listener = DnsListener.start(
                        List.of(new InetSocketAddress(FreePort.loopback(), 0)),
                        new DnsAnswerer(world.responder, world.counters));
                PowerDns byPipe = PowerDns.start(
                        Files.createDirectory(folder.resolve("p")),
                        Examples.read("pipe-socket.conf", Map.of("SOCKET", pipe)));
                PowerDns byRemote = PowerDns.start(
                        Files.createDirectory(folder.resolve("r")),
                        Examples.read("remote-socket.conf", Map.of("SOCKET", remote))
                                + "\nallow-axfr-ips=127.0.0.0/8\n")) {
            List<String> differences = new ArrayList<>();
            for (String question : QUESTIONS) {
                String own = told(listener.addresses().getFirst().getPort(), question);
                for (PowerDns powerDns : List.of(byPipe, byRemote)) {
                    String theirs = told(powerDns.port(), question);
                    if (!theirs.equals(own)) {
                        differences.add(question + (powerDns == byPipe ? " pipe:\n  " : " remote:\n  ") + theirs
                                + "\n  listener:\n  " + own);
                    }
                }
            }
            assertEquals("", String.join("\n", differences));
            transferIsWhole(byRemote);
        }
    }

    private static void transferIsWhole(PowerDns powerDns) {
        List<String> transferred = Dig.transfer(powerDns.port(), "geo.example");
        assertTrue(transferred.getFirst().contains(" SOA ")
                && transferred.getLast().contains(" SOA "));
        for (String part : List.of(
                "types.geo.example. 600 IN SRV 1 2 443 mail.geo.example.",
                "ns.sub.geo.example. 600 IN A 192.0.2.80",
                "logs.photos.s3.geo.example. 60 IN CNAME ",
                "*.wild.geo.example. 60 IN A 192.0.2.")) {
            assertTrue(transferred.stream().anyMatch(record -> record.startsWith(part)), part + "\n" + transferred);
        }
    }

    private static String told(int port, String question) {
        String[] words = question.split(" ", 2);
        String name = words[0].equals("@") ? "geo.example" : words[0] + ".geo.example";
        Dig.Answer answer = Dig.ask(port, name, words[1], "+subnet=203.0.113.0/24", "+norecurse");
        return Stream.of(Stream.of(answer.status()), answer.answer().stream().sorted(), authority(answer))
                .flatMap(part -> part)
                .toList()
                .toString();
    }

    /** PowerDNS adds what is not asked for to some answers; what counts is what stands beside an empty one. */
    private static Stream<String> authority(Dig.Answer answer) {
        return answer.answer().isEmpty() ? answer.authority().stream().sorted() : Stream.of();
    }
}
