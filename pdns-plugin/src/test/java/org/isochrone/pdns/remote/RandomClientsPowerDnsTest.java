package org.isochrone.pdns.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.isochrone.pdns.Examples;
import org.isochrone.pdns.World;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.pdns.pipe.PipeContext;
import org.isochrone.pdns.pipe.PipeServer;
import org.isochrone.pdns.unix.UnixServer;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Decision;
import org.isochrone.steering.decision.Explanation;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.isochrone.steering.testkit.PowerDns;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients of all kinds through PowerDNS with all its caches on: each gets what {@code explain} says for it. So many as
 * {@code -Disochrone.clients=} says over the remote socket, a few thousand by default, and a part of that over the pipe
 * socket and HTTP.
 */
@Timeout(900)
class RandomClientsPowerDnsTest {
    private static final int CLIENTS = Integer.getInteger("isochrone.clients", 4_000);
    private static final int THREADS = 4;
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final List<String> NAMES = List.of("www", "cdn", "x.y.wild", "photos.s3", "nope", "b.c", "s3");

    @TempDir
    Path folder;

    private final World world = new World();
    private final Deque<Known> history = new ConcurrentLinkedDeque<>();
    private final long seed = System.nanoTime();

    /** What was known until the next of these came. */
    private record Known(long since, Snapshot snapshot) {}

    /** How PowerDNS asks us. */
    enum Way {
        REMOTE("remote-socket.conf", 1),
        PIPE("pipe-socket.conf", 8),
        HTTP("remote-http.conf", 16);

        private final String example;

        /** One of so many clients asks. */
        private final int part;

        Way(String example, int part) {
            this.example = example;
            this.part = part;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyAnswerIsWhatExplainSays(Way way) throws Exception {
        show(world.snapshot());
        assertEquals(List.of(), wrong(way, over -> {}));
    }

    @ParameterizedTest
    @EnumSource
    void whileHealthFlapsAndMapsArePublishedEveryAnswerIsRightForSomethingCurrent(Way way) throws Exception {
        show(world.snapshot());
        assertEquals(List.of(), wrong(way, this::change));
        assertTrue(history.size() > 1, "there were changes");
    }

    private void show(Snapshot snapshot) {
        // before it is seen, so that no answer comes from what nobody has told of
        history.addLast(new Known(System.nanoTime(), snapshot));
        world.set(snapshot);
    }

    /** Turns the map, or takes a zone down or up. */
    private void change(AtomicBoolean over) {
        Random random = new Random(seed);
        long serial = 8;
        while (!over.get()) {
            if (random.nextBoolean()) {
                show(world.snapshot().withMap(World.map(serial++, random.nextInt(3)), "memcached"));
            } else {
                String down = List.of("fra", "nyc", "sgp").get(random.nextInt(3));
                World other = new World();
                other.down(random.nextBoolean() ? new String[] {down} : new String[] {});
                show(world.snapshot().withHealth(other.snapshot().health(), List.of()));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    /** Asks while {@code meanwhile} goes on, which is told when it is over. */
    private List<String> wrong(Way way, Consumer<AtomicBoolean> meanwhile) throws Exception {
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        Path pipe = folder.resolve("pipe.sock");
        Path remote = folder.resolve("remote.sock");
        RemoteContext context = new RemoteContext(world.responder, world.counters);
        PipeContext pipeContext = world.pipe();
        try (UnixServer _ = PipeServer.start(pipe, 0666, pipeContext);
                UnixServer _ = RemoteServer.start(remote, 0666, context);
                RemoteHttp http = RemoteHttp.start(new InetSocketAddress(FreePort.loopback(), 0), context);
                PowerDns powerDns = PowerDns.start(
                        folder,
                        Examples.read(
                                way.example,
                                Map.of(
                                        "SOCKET",
                                        way == Way.PIPE ? pipe : remote,
                                        "URL",
                                        "http://127.0.0.1:" + http.address().getPort(),
                                        "MODE",
                                        "")))) {
            Thread changing = Thread.ofPlatform().start(() -> meanwhile.accept(over));
            List<Thread> asking = IntStream.range(0, THREADS)
                    .mapToObj(i -> Thread.ofPlatform()
                            .start(() -> ask(powerDns.port(), CLIENTS / way.part, new Random(seed + i), wrong)))
                    .toList();
            for (Thread each : asking) {
                each.join();
            }
            over.set(true);
            changing.join();
        }
        return wrong.stream().limit(10).toList();
    }

    private void ask(int port, int clients, Random random, Queue<String> wrong) {
        Stub stub = new Stub(port);
        try {
            for (int i = 0; i < clients / THREADS && wrong.isEmpty(); i++) {
                String name = NAMES.get(random.nextInt(NAMES.size())) + ".geo.example";
                Prefix subnet = subnet(random);
                Need need = random.nextBoolean() ? Need.IPV4 : Need.IPV6;
                long before = System.nanoTime() - WINDOW.toNanos();
                String answer = stub.ask(name, Stub.type(need == Need.IPV4 ? "A" : "AAAA"), subnet);
                List<String> expected = expected(name, subnet, need, before);
                if (!expected.contains(answer)) {
                    wrong.add("seed " + seed + ": " + name + " " + need + " " + subnet + ": " + answer + ", not "
                            + expected);
                }
            }
        } catch (IOException e) {
            wrong.add(e.toString());
        }
    }

    /** What any state says that was current since then. */
    private List<String> expected(String name, Prefix subnet, Need need, long since) {
        List<String> answers = new ArrayList<>();
        Optional<Known> older = Optional.empty();
        for (Known known : history) {
            if (known.since() - since > 0) {
                older.ifPresent(last -> answers.add(explained(last.snapshot(), name, subnet, need)));
                older = Optional.empty();
                answers.add(explained(known.snapshot(), name, subnet, need));
            } else {
                older = Optional.of(known);
            }
        }
        older.ifPresent(last -> answers.add(explained(last.snapshot(), name, subnet, need)));
        return answers;
    }

    private static String explained(Snapshot snapshot, String name, Prefix subnet, Need need) {
        Client client = Client.subnet(subnet, IpAddress.parse("127.0.0.1"));
        Explanation explanation = Explanation.explain(snapshot, name, client, Instant.EPOCH);
        if (explanation.binding().isEmpty()) {
            return name.startsWith("nope") ? "NXDOMAIN" : "NOERROR";
        }
        Decision named = explanation.decisions().get(Need.NAME);
        if (named != null) {
            String bucket = explanation.binding().get().bucket();
            return "NOERROR " + (bucket.isEmpty() ? "" : bucket + ".")
                    + named.zones().getFirst().steering().dnsName() + ".";
        }
        Decision decision = explanation.decisions().get(need);
        IpFamily family = need == Need.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
        return decision == null
                ? "NOERROR"
                : decision.zones().stream()
                        .flatMap(zone -> zone.steering().addresses().stream())
                        .filter(address -> address.family() == family)
                        .map(address -> address.toInetAddress().getHostAddress())
                        .sorted()
                        .map(" "::concat)
                        .collect(Collectors.joining("", "NOERROR", ""));
    }

    private static Prefix subnet(Random random) {
        String four = List.of("203.0.113.", "198.51.100.", "192.0.2.", "8.8.4.", "127.0.0.")
                        .get(random.nextInt(5))
                + random.nextInt(256);
        String hex = "%x".formatted(random.nextInt(65_536));
        return switch (random.nextInt(4)) {
            case 0 -> IpAddress.parse("2001:db8:1:" + hex + "::").prefix(1 + random.nextInt(64));
            case 1 ->
                IpAddress.parse("2002:cb00:71" + "%02x".formatted(random.nextInt(256)) + "::")
                        .prefix(1 + random.nextInt(56));
            default -> IpAddress.parse(four).prefix(1 + random.nextInt(32));
        };
    }
}
