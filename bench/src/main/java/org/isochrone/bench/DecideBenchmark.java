package org.isochrone.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.decision.Decider;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.decision.Trace;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.topology.AnswerMode;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision for a client out of {@link #PREFIXES} mapped prefixes, beside the least that could give the same zone: a
 * hash table from the /24's number to its zones, fastest first.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecideBenchmark {
    private static final int PREFIXES = 100_000;

    /** More clients than a processor's caches would keep the way to, and a power of two. */
    private static final int CLIENTS = 1 << 16;

    private final Decider decider = new Decider(
            Snapshot.of(World.topology(), World.buckets()).withMap(World.map(PREFIXES), "bench"),
            new Binding(World.NAMESPACE, World.bucket(0), World.ZONEGROUP, AnswerMode.ADDRESS),
            Need.IPV4);
    private final Map<Integer, List<String>> table = new HashMap<>();
    private final Client[] clients = new Client[CLIENTS];
    private int next;

    /** Draws the clients; the seed is fixed. */
    public DecideBenchmark() {
        Random random = new Random(1);
        for (int i = 0; i < CLIENTS; i++) {
            clients[i] = Client.resolver(World.prefix(random.nextInt(PREFIXES)).network());
        }
        for (int i = 0; i < PREFIXES; i++) {
            table.put(number(World.prefix(i).network()), World.ranking(i).zones());
        }
    }

    /** Decides as the answering process does, which prepares its decider once a snapshot. */
    @Benchmark
    public long decide() {
        IpAddress client = client().address();
        return decider.choose(client.family(), client.high(), client.low(), Trace.OFF);
    }

    /** Looks the zones up. */
    @Benchmark
    public @Nullable List<String> table() {
        return table.get(number(client().address()));
    }

    private Client client() {
        return clients[next++ & CLIENTS - 1];
    }

    private static Integer number(IpAddress address) {
        return (int) (address.high() >>> 40);
    }
}
