package org.isochrone.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.config.Sources;
import org.isochrone.app.wiring.Channels;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.app.wiring.Role;
import org.isochrone.probe.clock.Clocks;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.health.HealthObservation;
import org.isochrone.steering.health.HealthState;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.prefix.Prefix;

/**
 * Publishes maps and changes of health, and asks a DNS server over and over until its answer changes. The answering
 * process is the daemon as it is, in this JVM; maps go to memcached, health to the database, and back from there.
 *
 * <p>Arguments: the configuration's file, the port of a PowerDNS that will ask the daemon, how many changes of each
 * kind. Prints {@code ready} when the daemon listens, waits until PowerDNS answers, then a line {@code map MS} or
 * {@code health MS} for each change.
 */
public final class PublishTime {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_NANOS = 2_000_000;
    private static final int PREFIXES = 1_000;

    private final DatagramSocket socket = new DatagramSocket();
    private final byte[] question;
    private final Random random = new Random(1);

    private PublishTime(int port) throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(200);
        question = QueryFile.message(World.bucket(0) + "." + World.NAMESPACE, World.prefix(0));
    }

    /** Runs the benchmark. */
    public static void main(String[] args) throws IOException {
        Problems problems = new Problems();
        Configuration configuration =
                Configuration.read(new Sources(Optional.of(Path.of(args[0])), Map.of(), List.of()), problems);
        problems.throwIfAny();
        int changes = Integer.parseInt(args[2]);
        try (Daemon daemon = Daemon.assemble(configuration, Set.of(Role.ANSWER), List.of(), Clocks.system())) {
            daemon.stores().topologies().save(World.topology());
            daemon.stores().topologies().bindBuckets(Map.of(World.bucket(0), World.ZONEGROUP));
            daemon.refresh();
            daemon.run();
            System.out.println("ready");
            try (Channels channels = Channels.open(
                    configuration, daemon.stores().maps(), Clocks.system().wall())) {
                new PublishTime(Integer.parseInt(args[1])).run(daemon, channels, changes);
            }
        }
    }

    private void run(Daemon daemon, Channels channels, int changes) throws IOException {
        publish(channels, 1);
        untilAddressIs(zoneOf(1));
        for (int serial = 2; serial < 2 + changes; serial++) {
            pause();
            long start = System.nanoTime();
            publish(channels, serial);
            untilAddressIs(zoneOf(serial));
            print("map", start);
        }
        int preferred = zoneOf(1 + changes);
        for (int i = 0; i < changes; i++) {
            pause();
            boolean down = i % 2 == 0;
            Instant now = Instant.now();
            long start = System.nanoTime();
            daemon.stores()
                    .health()
                    .observe(List.of(new HealthObservation(
                            "zone-" + preferred,
                            "http://zone",
                            "peer",
                            down ? HealthState.DOWN : HealthState.UP,
                            "bench",
                            now,
                            now)));
            if (down) {
                untilAddressIsNot(preferred);
            } else {
                untilAddressIs(preferred);
            }
            print("health", start);
        }
    }

    private static void print(String what, long start) {
        System.out.printf(Locale.ROOT, "%s %.1f%n", what, (System.nanoTime() - start) / 1e6);
    }

    /** The daemon looks once a second: changes must not fall into step with that. */
    private void pause() {
        LockSupport.parkNanos(random.nextLong(1_000_000_000L));
    }

    private static int zoneOf(int serial) {
        return serial % World.ZONES;
    }

    private static void publish(Channels channels, int serial) {
        List<List<String>> tiers = new ArrayList<>();
        for (int place = 0; place < World.ZONES; place++) {
            tiers.add(List.of("zone-" + (zoneOf(serial) + place) % World.ZONES));
        }
        SortedMap<Prefix, Ranking> rankings = new TreeMap<>();
        for (int i = 0; i < PREFIXES; i++) {
            rankings.put(World.prefix(i), i == 0 ? new Ranking(tiers) : World.ranking(i));
        }
        MapContent content = MapContent.of(
                new MapVersion(World.REALM, 1, World.PERIOD, 1, serial),
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                new TreeMap<>(Map.of(World.ZONEGROUP, rankings)),
                List.of());
        PublishedMap map = MapCodec.publish(content);
        channels.publishing().getFirst().publish(map);
    }

    private void untilAddressIs(int zone) throws IOException {
        until(zone, true);
    }

    private void untilAddressIsNot(int zone) throws IOException {
        until(zone, false);
    }

    private void until(int zone, boolean wanted) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (answers(zone, wanted)) {
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException("no answer changed within " + PATIENCE.toSeconds() + " s");
    }

    /** The address is the last thing before the client subnet in these answers; its last octet tells the zone. */
    private boolean answers(int zone, boolean wanted) throws IOException {
        socket.send(new DatagramPacket(question, question.length));
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return false;
        }
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        boolean answered = (bytes[3] & 0xF) == 0 && bytes[7] == 1;
        return answered && (contains(bytes, zone) == wanted);
    }

    private static boolean contains(byte[] bytes, int zone) {
        for (int at = 12; at + 4 <= bytes.length; at++) {
            if (bytes[at] == (byte) 192 && bytes[at + 1] == 0 && bytes[at + 2] == 2 && bytes[at + 3] == 11 + zone) {
                return true;
            }
        }
        return false;
    }
}
