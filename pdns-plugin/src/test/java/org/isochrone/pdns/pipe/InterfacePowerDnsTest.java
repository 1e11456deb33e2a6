package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PowerDNS tells of a resolver on the same wire with the interface behind its address: {@code fe80::1%wire}. */
class InterfacePowerDnsTest {
    @TempDir
    Path folder;

    private final World world = new World();

    @Test
    void anInterfaceBehindTheAddressIsUnderstood() throws IOException {
        for (String program : List.of("unshare", "ip", "pdns_server", "dig")) {
            Servers.require(program);
        }
        try (ServerProcess probe =
                ServerProcess.start(folder.resolve("may.log"), List.of("unshare", "--net", "true"))) {
            probe.awaitEnd();
            Servers.require(probe.log().isBlank(), "no network namespaces here: " + probe.log());
        }
        Path socket = folder.resolve("pipe.sock");
        Files.writeString(
                folder.resolve("pdns.conf"),
                Examples.read("pipe-socket.conf", Map.of("SOCKET", socket))
                                .replaceFirst("pipe-abi-version=5", "pipe-abi-version=2")
                        + "\nlocal-address=fe80::1%wire\nlocal-port=5300\nsocket-dir=" + folder + "\n");
        try (UnixServer _ = PipeServer.start(socket, 0666, world.pipe())) {
            String told =
                    ServerProcess.run(folder.resolve("wire.log"), List.of("unshare", "--net", "sh", "-c", """
                    ip link set lo up
                    ip link add wire type veth peer name other
                    ip link set wire up && ip link set other up
                    ip addr add fe80::1/64 dev wire nodad
                    while ip addr show dev wire tentative | grep -q 'fe80::1/'; do sleep 0.1; done
                    %s --config-dir=%s --daemon=no --guardian=no --write-pid=no >%s/pdns.log 2>&1 &
                    for i in $(seq 50); do
                        %s @fe80::1%%wire -p 5300 +tries=1 +time=2 +short www.geo.example A | grep '^[0-9]' && break
                        sleep 0.4
                    done
                    kill $! && wait $! || true
                    """.formatted(
                                    Servers.require("pdns_server"), folder, folder, Servers.require("dig"))));
            String log = Files.readString(folder.resolve("pdns.log"));
            assertTrue(told.lines().anyMatch(line -> line.matches("192\\.0\\.2\\.\\d+")), told + log);
            assertEquals(0, world.counters.malformedOf(Transport.PIPE), log);
            assertEquals(List.of(IpAddress.parse("fe80::1")), world.clients.drainResolvers(), log);
        }
    }
}
