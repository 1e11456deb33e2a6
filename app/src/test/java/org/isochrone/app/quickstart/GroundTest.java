package org.isochrone.app.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;

class GroundTest {
    /** Whatever the folder is called, what is written of its sockets can be read. */
    @Test
    void aSocketWhosePathIsTooLongIsOff() {
        for (int length = 80; length < 120; length++) {
            Problems problems = new Problems();
            String socket = Ground.socket(Path.of("/" + "\u00e4".repeat(length / 2)), "pipe.sock");
            DnsConfig.from(new Settings(
                    Map.of(
                            "DNS.Zone", new Setting("example.test", "test"),
                            "DNS.NS1", new Setting("ns1.example.net", "test"),
                            "DNS.NS2", new Setting("ns2.example.net", "test"),
                            "DNS.SocketPipe", new Setting(socket, "test")),
                    problems));
            assertEquals(List.of(), problems.errors(), socket);
        }
    }
}
