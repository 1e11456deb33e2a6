package org.isochrone.probe.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.isochrone.probe.prober.NoSocketException;
import org.isochrone.probe.prober.ProbeCounters;
import org.isochrone.probe.prober.Prober;
import org.isochrone.probe.testnet.DnsResponder;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Await;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.topology.DnsQuestionText;
import org.isochrone.steering.topology.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks by TCP, DNS, ICMP and command; {@link HttpCheckTest} has those by HTTP. */
class ChecksTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    @TempDir
    private Path folder;

    private final AtomicInteger pingers = new AtomicInteger();
    private CompletableFuture<Burst> pinged = new CompletableFuture<>();

    private CheckResult check(String url, HealthCheck check) throws InterruptedException {
        HealthConfig config = new HealthConfig(Duration.ofSeconds(5), 2, 3, TIMEOUT, folder, Optional.empty());
        try (Checks checks = new Checks("peer-1", config, Pinger::new, System::nanoTime)) {
            return checks.check(Endpoint.parse("zone-a", url, check));
        }
    }

    private final class Pinger implements Prober {
        Pinger() {
            pingers.incrementAndGet();
        }

        @Override
        public ProbeMethod method() {
            return ProbeMethod.ICMP;
        }

        @Override
        public CompletableFuture<Burst> probe(Target target, String zone) {
            assertEquals(ProbeMethod.ICMP, target.method());
            assertEquals("127.0.0.1", target.address().toString());
            return pinged;
        }

        @Override
        public ProbeCounters counters() {
            return new ProbeCounters();
        }

        @Override
        public void close() {}
    }

    @Test
    void tcpUsesThePortOfTheCheckIfThereIsOne() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, FreePort.loopback())) {
            String right = "http://127.0.0.1:" + server.getLocalPort();
            String wrong = "http://127.0.0.1:" + FreePort.next();
            assertEquals(CheckResult.good("accepts connections"), check(right, HealthCheck.DEFAULT));
            assertEquals(
                    CheckResult.Outcome.BAD, check(wrong, HealthCheck.DEFAULT).outcome());
            assertEquals(
                    CheckResult.Outcome.GOOD,
                    check(wrong, new HealthCheck.Tcp(OptionalInt.of(server.getLocalPort())))
                            .outcome());
        }
    }

    private static HealthCheck.Dns dns(int port, String rcode, String answer) {
        return new HealthCheck.Dns(port, DnsQuestionText.parse("www.example.com A"), rcode, answer);
    }

    @Test
    void dnsExpectsACodeAndARecord() throws Exception {
        try (NameServer server = new NameServer()) {
            int port = server.port();
            assertEquals(CheckResult.good("answers NOERROR"), check("http://127.0.0.1", dns(port, "NOERROR", "")));
            assertEquals(
                    CheckResult.good("answers NOERROR"), check("http://127.0.0.1", dns(port, "NOERROR", "192.0.2.7")));
            assertEquals(
                    CheckResult.bad("127.0.0.1: the answer does not hold '192.0.2.8': [192.0.2.7]"),
                    check("http://127.0.0.1", dns(port, "NOERROR", "192.0.2.8")));
            assertEquals(
                    CheckResult.bad("127.0.0.1: NOERROR instead of REFUSED"),
                    check("http://127.0.0.1", dns(port, "REFUSED", "")));
        }
    }

    @Test
    void dnsAsksTwiceAndThenNoMore() throws Exception {
        try (DnsResponder late = new DnsResponder(
                "127.0.0.1", index -> index == 0 ? List.of() : List.of(DnsResponder.Reply.afterMillis(1)))) {
            assertEquals(
                    CheckResult.Outcome.GOOD,
                    check("127.0.0.1:1", dns(late.target().port(), "NOERROR", ""))
                            .outcome());
        }
        try (DnsResponder silent = new DnsResponder("127.0.0.1", _ -> List.of())) {
            CheckResult result = check("127.0.0.1:1", dns(silent.target().port(), "NOERROR", ""));
            assertEquals(CheckResult.Outcome.BAD, result.outcome());
            assertTrue(result.reason().startsWith("127.0.0.1: no answer"), result.reason());
            assertEquals(2, silent.questions());
        }
    }

    @Test
    void icmpSaysNothingWhereItIsNotAllowed() throws Exception {
        IOException none = new IOException("this process may not open ICMP sockets");
        pinged = CompletableFuture.failedFuture(new NoSocketException(none));
        assertEquals(
                CheckResult.unable("127.0.0.1: this process may not open ICMP sockets"),
                check("http://127.0.0.1", new HealthCheck.Icmp()));
        pinged = CompletableFuture.failedFuture(new IOException("Network is unreachable"));
        assertEquals(
                CheckResult.bad("127.0.0.1: Network is unreachable"),
                check("http://127.0.0.1", new HealthCheck.Icmp()),
                "who is cut off should be seen to be");
        Target any = new Target(Prefix.parse("127.0.0.0/24"), IpAddress.parse("127.0.0.1"), ProbeMethod.ICMP, 0);
        pinged = CompletableFuture.completedFuture(Burst.loss(any.prefix(), "", Instant.EPOCH, ProbeMethod.ICMP, 1));
        assertEquals(
                CheckResult.bad("127.0.0.1: does not answer ICMP echo requests"),
                check("http://127.0.0.1", new HealthCheck.Icmp()));
        pinged = CompletableFuture.completedFuture(Burst.single(any.prefix(), "", Instant.EPOCH, ProbeMethod.ICMP, 5));
        assertEquals(CheckResult.good("answers ICMP echo requests"), check("http://127.0.0.1", new HealthCheck.Icmp()));
        pinged = new CompletableFuture<>();
        assertEquals(
                CheckResult.Outcome.BAD,
                check("http://127.0.0.1", new HealthCheck.Icmp()).outcome());
        assertEquals(5, pingers.get());
        check("http://127.0.0.1:1", HealthCheck.DEFAULT);
        assertEquals(5, pingers.get(), "nobody needed it");
    }

    private HealthCheck command(String script, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("check-it"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new HealthCheck.Command("check-it", List.of(arguments));
    }

    @Test
    void aCommandIsJudgedByItsExitCode() throws Exception {
        assertEquals(CheckResult.good("exit code 0"), check("a:1", command("exit 0")));
        assertEquals(
                CheckResult.bad("exit code 3: not ready"), check("a:1", command("echo not ready; echo more; exit 3")));
        assertEquals(CheckResult.good("exit code 0: warned"), check("a:1", command("echo warned >&2")));
        assertEquals(
                CheckResult.good("exit code 0: y"),
                check("a:1", command("yes | head -c 1000000")),
                "output is drained");
        assertEquals(
                CheckResult.unable(folder.resolve("other") + " is no program of this peer"),
                check("a:1", new HealthCheck.Command("other", List.of())));
    }

    @Test
    void aCommandGetsItsArgumentsWithoutAShellAndNothingOfOurEnvironment() throws Exception {
        assertEquals(
                CheckResult.good("exit code 0: 2 [$(id)] [; * | &]"),
                check("a:1", command("echo \"$# [$1] [$2]\"", "$(id)", "; * | &")));
        assertEquals(
                CheckResult.good("exit code 0: peer-1 zone-a https://h.example:8443/x h.example 8443 500 " + folder),
                check(
                        "https://h.example:8443/x",
                        command("echo $ISOCHRONE_PEER $ISOCHRONE_ZONE $ISOCHRONE_ENDPOINT $ISOCHRONE_HOST"
                                + " $ISOCHRONE_PORT $ISOCHRONE_TIMEOUT_MS $(pwd)")));
        assertEquals(
                CheckResult.good("exit code 0: ISOCHRONE_ENDPOINT ISOCHRONE_HOST ISOCHRONE_PEER ISOCHRONE_PORT"
                        + " ISOCHRONE_TIMEOUT_MS ISOCHRONE_ZONE PATH"),
                check("a:1", command("echo $(env | cut -d= -f1 | grep -v -e '^_$' -e PWD -e SHLVL | LC_ALL=C sort)")));
    }

    @Test
    void aCommandThatDoesNotEndIsKilledWithAllItStarted() throws Exception {
        Path alive = folder.resolve("alive");
        long start = System.nanoTime();
        assertEquals(
                CheckResult.bad("did not end within 500 ms"),
                check("a:1", command("sleep 77 & echo $! > " + alive + "; wait")));
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
        long child = Long.parseLong(Files.readString(alive).strip());
        Await.until(
                Duration.ofSeconds(10),
                () -> ProcessHandle.of(child).isEmpty()
                        || !ProcessHandle.of(child).get().isAlive());
    }

    @Test
    void aCommandThatLeavesSomethingRunningIsJudgedAllTheSame() throws Exception {
        Path alive = folder.resolve("alive");
        HealthCheck leaves = command("sleep 60 & echo $! >> " + alive + "; echo left; exit 1");
        HealthConfig config = new HealthConfig(Duration.ofSeconds(5), 2, 3, TIMEOUT, folder, Optional.empty());
        try (Checks checks = new Checks("peer-1", config, Pinger::new, System::nanoTime)) {
            Endpoint endpoint = Endpoint.parse("zone-a", "a:1", leaves);
            int more = 0;
            // More than may run at once, each with its output held open by what it left; a busy machine may cut one
            // off.
            while (checks.leftBehind() < 20 && more < 60) {
                CheckResult result = checks.check(endpoint);
                assertTrue(
                        result.equals(CheckResult.bad("exit code 1: left"))
                                || result.reason().startsWith("did not end"),
                        result.toString());
                more++;
            }
            assertEquals(20, checks.leftBehind());
        }
        for (String child : Files.readAllLines(alive)) {
            Await.until(
                    Duration.ofSeconds(10),
                    () -> ProcessHandle.of(Long.parseLong(child)).stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void whatMakesASessionForItselfHoldsNobodyUp() throws Exception {
        Path alive = folder.resolve("alive");
        HealthCheck escapes = command("setsid sleep 60 & echo $! >> " + alive + "; exit 0");
        try {
            for (int i = 0; i < 20; i++) {
                CheckResult result = check("a:1", escapes);
                assertTrue(result.outcome() != CheckResult.Outcome.UNABLE, result.toString());
            }
        } finally {
            for (String child : Files.readAllLines(alive)) {
                ProcessHandle.of(Long.parseLong(child)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void aProgramThatCannotBeStartedSaysNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("check-it"), "#!/no/such/shell\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        CheckResult result = check("a:1", new HealthCheck.Command("check-it", List.of()));
        assertEquals(CheckResult.Outcome.UNABLE, result.outcome(), result.reason());
    }
}
