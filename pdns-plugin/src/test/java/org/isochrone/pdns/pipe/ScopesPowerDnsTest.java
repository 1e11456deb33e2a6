package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.LineReader;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What PowerDNS makes of every kind of scope, from an answerer that gives any: it keeps them in eight bits, so that 256
 * is none, and hands one client's answer to the next. Ours gives none of these.
 */
class ScopesPowerDnsTest {
    @TempDir
    Path folder;

    @Test
    void onlyAScopeOfNoneInEightBitsIsGivenToTheNextClient() throws IOException {
        Path socket = folder.resolve("pipe.sock");
        try (UnixServer _ = UnixServer.start(socket, 0666, "any scope", ScopesPowerDnsTest::answer);
                PowerDns powerDns =
                        PowerDns.start(folder, Examples.read("pipe-socket.conf", Map.of("SOCKET", socket)))) {
            for (int scope : new int[] {1, 24, 32, 33, 128, 129, 255, 257}) {
                assertEquals("NOERROR A 127.0.0.2", asked(powerDns, scope, 2), "scope " + scope);
                assertEquals("NOERROR A 127.0.0.3", asked(powerDns, scope, 3), "scope " + scope);
            }
            for (int scope : new int[] {0, 256, 512}) {
                assertEquals("NOERROR A 127.0.0.2", asked(powerDns, scope, 2), "scope " + scope);
                assertEquals("NOERROR A 127.0.0.2", asked(powerDns, scope, 3), "another's, scope " + scope);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 129, 255, 256})
    void noRecordOfOursHasAScopeThatIsNone(int scope) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new ResourceRecord("www.geo.example", 60, scope, new RecordData.Server("ns.example.org")));
    }

    private static String asked(PowerDns powerDns, int scope, int client) {
        return powerDns.ask("s" + scope + ".geo.example", "A", "-b", "127.0.0." + client)
                .brief();
    }

    /** To each client its own address, for as many bits as the name says. */
    private static void answer(SocketChannel channel, Predicate<CharSequence> leaving) throws IOException {
        LineReader lines = new LineReader(channel, PipeServer.MAX_LINE);
        Bytes out = new Bytes();
        while (lines.next() == LineReader.Event.LINE) {
            String[] field = lines.line().toString().split("\t", -1);
            String name = field[1];
            if (field[0].equals("HELO")) {
                out.add("OK\tany scope\n");
            } else if (name.equals("geo.example") && !field[3].equals("NS")) {
                out.add("DATA\t0\t1\tgeo.example\tIN\tSOA\t60\t1\tns.example.org h.example.org 1 2 3 4 5\nEND\n");
            } else if (name.startsWith("s") && !field[3].equals("SOA")) {
                String scope = name.substring(1, name.indexOf('.'));
                out.add("DATA\t" + scope + "\t1\t" + name + "\tIN\tA\t60\t1\t" + field[5] + "\nEND\n");
            } else {
                out.add("END\n");
            }
            out.writeTo(channel);
        }
    }
}
