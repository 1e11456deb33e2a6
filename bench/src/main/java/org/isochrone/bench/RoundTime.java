package org.isochrone.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.build.BuildInput;
import org.isochrone.steering.build.BuildResult;
import org.isochrone.steering.build.BuilderState;
import org.isochrone.steering.build.IncrementalBuilder;
import org.isochrone.steering.build.MapBuilder;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.estimate.WindowEstimator;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.Topology;

/**
 * What a round of steering takes that goes on from the last one, beside one that starts anew, from raw bursts to a
 * published map; both maps are the same, byte for byte. Half of the pairs are measured, the others predicted. Each
 * round has one burst more for a hundred in the window, of any pairs. Arguments: prefixes, zones, bursts a pair, runs.
 */
public final class RoundTime {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration ROUND = Duration.ofMinutes(5);
    private static final int PREFIXES_OF_AS = 200;
    private static final int SHARE_OF_NEWS = 100;

    private final Internet internet;
    private final int bursts;
    private final Topology topology;
    private final List<ClientPrefix> clients = new ArrayList<>();
    private final BitSet measured = new BitSet();
    private final List<Burst> arrived = new ArrayList<>();
    private final Random random = new Random(5);

    private RoundTime(Internet internet, int bursts) {
        this.internet = internet;
        this.bursts = bursts;
        this.topology = internet.topology();
        int pairs = internet.prefixes().size() * internet.zones().size();
        for (int pair = 0; pair < pairs; pair++) {
            measured.set(pair, random.nextBoolean());
        }
        for (int row = 0; row < internet.prefixes().size(); row++) {
            long asn = 1L + row / PREFIXES_OF_AS;
            clients.add(new ClientPrefix(internet.prefixes().get(row), asn, "DE", Optional.empty()));
        }
    }

    /** Runs it. */
    public static void main(String[] args) {
        Internet internet = new Internet(IpFamily.IPV4, Integer.parseInt(args[0]), Integer.parseInt(args[1]));
        new RoundTime(internet, Integer.parseInt(args[2])).run(Integer.parseInt(args[3]));
    }

    private void run(int runs) {
        double[] full = new double[runs];
        double[] changed = new double[runs];
        BurstWindow kept = window();
        IncrementalBuilder incremental = new IncrementalBuilder(builder());
        Instant now = Internet.NOW;
        BuilderState memory =
                incremental.build(input(kept, BuilderState.EMPTY, 1, now)).state();
        for (int run = 0; run < runs; run++) {
            now = now.plus(ROUND);
            List<Burst> news = news(now);
            arrived.addAll(news);

            long start = System.nanoTime();
            kept.forgetBefore(now.minus(SteeringConfig.DEFAULT.window()));
            BurstWindow arriving = new BurstWindow(internet.zones());
            news.forEach(arriving::add);
            kept.addAll(arriving);
            BuildResult built = incremental.build(input(kept, memory, run + 2L, now));
            PublishedMap map = MapCodec.publish(built.content());
            changed[run] = (System.nanoTime() - start) / NANOS;

            start = System.nanoTime();
            BurstWindow all = window();
            arrived.forEach(all::add);
            all.forgetBefore(now.minus(SteeringConfig.DEFAULT.window()));
            BuildResult expected = builder().build(input(all, memory, run + 2L, now));
            PublishedMap anew = MapCodec.publish(expected.content());
            full[run] = (System.nanoTime() - start) / NANOS;

            if (!Arrays.equals(map.encoded(), anew.encoded()) || !built.state().equals(expected.state())) {
                throw new IllegalStateException("round " + run + " came to another map than a full one");
            }
            memory = built.state();
        }
        Arrays.sort(full);
        Arrays.sort(changed);
        int middle = runs / 2;
        System.out.printf(
                Locale.ROOT,
                "# %d prefixes, %d measured pairs, %d bursts, %d of them new%n",
                clients.size(),
                measured.cardinality(),
                kept.bursts(),
                arrived.size() / runs);
        Figure.print("estimate-round-ratio", changed[middle] / full[middle], 3, "ratio");
        Figure.print("estimate-round-changed-seconds", changed[middle], 3, "s");
        Figure.print("estimate-round-full-seconds", full[middle], 3, "s");
    }

    private static MapBuilder builder() {
        return new MapBuilder(new WindowEstimator(), SteeringConfig.DEFAULT);
    }

    private BuildInput input(BurstWindow window, BuilderState memory, long serial, Instant now) {
        return new BuildInput(topology, clients, List.of(), window, Map.of(), memory, serial, now);
    }

    /** What was measured before the first round, the same in every call. */
    private BurstWindow window() {
        Random values = new Random(3);
        BurstWindow window = new BurstWindow(internet.zones());
        for (int age = bursts; age > 0; age--) {
            Instant at = Internet.NOW.minusSeconds(900L * age);
            for (int pair = measured.nextSetBit(0); pair >= 0; pair = measured.nextSetBit(pair + 1)) {
                window.add(burst(pair, at, values));
            }
        }
        return window;
    }

    private List<Burst> news(Instant now) {
        List<Burst> news = new ArrayList<>();
        int wanted = Math.max(1, measured.cardinality() * bursts / SHARE_OF_NEWS);
        while (news.size() < wanted) {
            int pair = random.nextInt(clients.size() * internet.zones().size());
            if (measured.get(pair)) {
                news.add(burst(pair, now.minusSeconds(1 + random.nextLong(ROUND.toSeconds())), random));
            }
        }
        return news;
    }

    private Burst burst(int pair, Instant at, Random values) {
        int zone = pair % internet.zones().size();
        int prefix = pair / internet.zones().size();
        // Levels that differ by prefix and zone; one burst in twenty is slow.
        long level = 10_000_000L + 1_000_000L * (prefix % 40) + 15_000_000L * ((prefix / 50 + zone) % 8);
        long nanos = level + values.nextLong(2_000_000) + (values.nextInt(20) == 0 ? 50_000_000L : 0);
        return Burst.single(clients.get(prefix).prefix(), internet.zones().get(zone), at, ProbeMethod.ICMP, nanos);
    }
}
