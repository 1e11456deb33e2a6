package org.isochrone.steering.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What stands in numbers against a list of everything, and what is decided from the near ones against all. */
class CandidatesTest {
    private static final long NOW = 100_000;

    private final Hysteresis rules = new Hysteresis(SteeringConfig.DEFAULT);

    @Test
    void theNearOnesDecideAsAllWould() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int left = 0;
        for (int run = 0; run < 20_000; run++) {
            String story = "seed " + seed + " run " + run;
            Map<String, Estimate> estimates = estimates(random);
            EstimateTable table =
                    EstimateTable.of(List.of(new PrefixEstimates(Prefix.parse("192.0.2.0/24"), estimates)));
            Candidates candidates =
                    new Candidates(table, IntStream.range(0, estimates.size()).toArray());
            Optional<Held> last = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(held(random));
            candidates.see(0, last);
            List<Candidate> all = all(table);
            assertEquals(
                    all.stream().map(Candidate::zone).toList(),
                    IntStream.range(0, candidates.size())
                            .mapToObj(candidates::zone)
                            .toList(),
                    story);
            List<Candidate> near = candidates.near(last, rules);
            assertEquals(all.subList(0, near.size()), near, story);
            assertEquals(rules.step(last, all, NOW), rules.step(last, near, NOW), story);
            left += all.size() - near.size();
        }
        assertTrue(left > 20_000, "seed " + seed + ": left out " + left);
    }

    private static List<Candidate> all(EstimateTable table) {
        List<Candidate> all = new ArrayList<>();
        for (int zone = 0; zone < table.zones().size(); zone++) {
            all.add(new Candidate(
                    table.zones().get(zone),
                    table.cautiousNanos(0, zone),
                    table.measured(0, zone) ? table.errorNanos(0, zone) : 0,
                    table.reachable(0, zone),
                    table.newestSecond(0, zone),
                    table.bursts(0, zone)));
        }
        all.sort(Comparator.comparing((Candidate each) -> !each.reachable())
                .thenComparingLong(Candidate::nanos)
                .thenComparing(Candidate::zone));
        return all;
    }

    private static Map<String, Estimate> estimates(Random random) {
        Map<String, Estimate> estimates = new HashMap<>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            boolean measured = random.nextInt(3) > 0;
            estimates.put(
                    "z" + random.nextInt(9),
                    new Estimate(
                            random.nextInt(1, 40) * 1_000_000L,
                            random.nextInt(4) * 1_000_000L,
                            measured ? random.nextInt(1, 4) : 0,
                            Instant.ofEpochSecond(measured ? NOW - random.nextInt(1000) : 0),
                            measured ? Provenance.MEASURED : Provenance.PARENT,
                            random.nextInt(6) > 0));
        }
        return estimates;
    }

    private static Held held(Random random) {
        String lead = "z" + random.nextInt(9);
        List<String> ties = IntStream.range(0, 9)
                .filter(i -> random.nextInt(5) == 0)
                .mapToObj(i -> "z" + i)
                .filter(zone -> !zone.equals(lead))
                .toList();
        return new Held(lead, ties, NOW - random.nextInt(1000), random.nextInt(2), NOW - random.nextInt(1000));
    }
}
