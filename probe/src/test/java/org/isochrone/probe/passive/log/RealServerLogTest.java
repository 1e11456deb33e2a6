package org.isochrone.probe.passive.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nginx and HAProxy really write about connections on loopback. */
class RealServerLogTest {
    private static final String DEFAULT_FORMAT =
            "log_format a '$remote_addr - $remote_user [$time_local] \"$request\" $status \"$http_user_agent\" '\n"
                    + "    '$tcpinfo_rtt $msec';";
    private static final String JSON_FORMAT = "log_format j escape=json '{\"client\":\"$remote_addr\",'\n"
            + "    '\"agent\":\"$http_user_agent\",\"time\":\"$time_iso8601\",\"rtt\":\"$tcpinfo_rtt\"}';";
    private static final String HAPROXY_FORMAT = "%ci:%cp [%t] %ft %[fc_rtt(us)] %{+Q}r %[capture.req.hdr(0)]";
    private static final List<String> AGENTS =
            List.of("curl/8", "a \"b\" \\ [21/Nov/2026:15:07:15 +0000] \" 1", "x\\", "tab\there", "1.2.3.4 5 6");

    @TempDir
    private Path folder = Path.of("");

    private final int port = FreePort.next();

    @Test
    void nginxInBothOfItsEscapes() throws IOException {
        Path nginx = Servers.require("nginx");
        Path config = Files.writeString(
                folder.resolve("nginx.conf"), """
                daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                    client_body_temp_path %1$s/1; proxy_temp_path %1$s/2; fastcgi_temp_path %1$s/3;
                    uwsgi_temp_path %1$s/4; scgi_temp_path %1$s/5;
                    %2$s
                    %3$s
                    access_log %1$s/a.log a; access_log %1$s/j.log j;
                    server { listen 127.0.0.1:%4$d; location / { return 200; } }
                }
                """.formatted(folder, DEFAULT_FORMAT, JSON_FORMAT, port));
        List<String> command =
                List.of(nginx.toString(), "-e", folder.resolve("start.log").toString(), "-c", config.toString());
        try (ServerProcess server = ServerProcess.start(folder.resolve("out"), command)) {
            server.awaitReady(Duration.ofSeconds(20), () -> FreePort.accepts(port));
            ask();
            assertRoundTrips(LogKind.NGINX, DEFAULT_FORMAT, folder.resolve("a.log"));
            assertRoundTrips(LogKind.NGINX, JSON_FORMAT, folder.resolve("j.log"));
        }
    }

    @Test
    void haproxy() throws IOException {
        Path haproxy = Servers.require("haproxy");
        Path config = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  log stdout format short daemon
                defaults
                  mode http
                  timeout client 5s
                  timeout server 5s
                  timeout connect 5s
                frontend web
                  bind 127.0.0.1:%d
                  log global
                  declare capture request len 80
                  http-request capture req.hdr(User-Agent) id 0
                  log-format '%s'
                  http-request return status 200
                """.formatted(port, HAPROXY_FORMAT));
        Path log = folder.resolve("haproxy.log");
        try (ServerProcess server =
                ServerProcess.start(log, List.of(haproxy.toString(), "-db", "-f", config.toString()))) {
            server.awaitReady(Duration.ofSeconds(20), () -> FreePort.accepts(port));
            ask();
            Await.until(
                    Duration.ofSeconds(10),
                    () -> server.log()
                                    .lines()
                                    .filter(line -> line.contains("GET /5"))
                                    .count()
                            == 1);
        }
        Path only = Files.writeString(
                folder.resolve("requests.log"),
                Files.readString(log)
                        .lines()
                        .filter(line -> line.contains("GET /"))
                        .map(line -> "Nov 21 15:07:15 web haproxy[14385]: " + line.replaceFirst("^<\\d+>", "") + "\n")
                        .collect(Collectors.joining()));
        assertRoundTrips(LogKind.HAPROXY, HAPROXY_FORMAT, only);
    }

    private void ask() throws IOException {
        int number = 0;
        for (String agent : AGENTS) {
            number++;
            try (Socket socket = new Socket(FreePort.loopback(), port)) {
                socket.getOutputStream()
                        .write(("GET /" + number + "\" HTTP/1.1\r\nHost: x\r\nConnection: close\r\nUser-Agent: " + agent
                                        + "\r\n\r\n")
                                .getBytes(StandardCharsets.UTF_8));
                assertTrue(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .startsWith("HTTP/1.1 200"));
            }
        }
    }

    private static void assertRoundTrips(LogKind kind, String pattern, Path log) throws IOException {
        // nginx writes the line of a request after its answer.
        Await.until(Duration.ofSeconds(10), () -> log(log).lines().count() >= AGENTS.size());
        LogFormat format = new LogFormat(kind, pattern, ZoneId.systemDefault(), Instant::now);
        List<IpAddress> clients = new ArrayList<>();
        long now = Instant.now().getEpochSecond();
        try (InputStream in = Files.newInputStream(log)) {
            LogTally tally = LogImport.run(
                    List.of(new LogImport.Source(log.toString(), in)),
                    format,
                    (second, family, high, low, micros) -> {
                        assertTrue(micros < 1_000_000, "loopback took " + micros + " us");
                        assertTrue(Math.abs(now - second) < 60, "time is off by " + (now - second) + " s");
                        clients.add(new IpAddress(family, high, low));
                    },
                    _ -> {});
            assertEquals(List.of(), tally.problems());
        }
        IpAddress loopback = IpAddress.parse("127.0.0.1");
        assertEquals(AGENTS.stream().map(_ -> loopback).toList(), clients);
    }

    private static String log(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
