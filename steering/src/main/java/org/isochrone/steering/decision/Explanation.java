package org.isochrone.steering.decision;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.map.Ranking;
import org.isochrone.steering.topology.AnswerMode;
import org.isochrone.steering.topology.Zone;

/**
 * A decision with every step that led there. Immutable.
 *
 * @param name the name that was asked
 * @param client for whom
 * @param binding what the name is bound to; empty if it is not steered
 * @param decisions the decision for each need that the name answers
 * @param estimates what the map believes of the client, if it knows it
 * @param steps in their order
 */
public record Explanation(
        String name,
        Client client,
        Optional<Binding> binding,
        Map<Need, Decision> decisions,
        Optional<PrefixEstimates> estimates,
        List<Step> steps) {
    /**
     * One step.
     *
     * @param what what was asked
     * @param found what came of it
     */
    public record Step(String what, String found) {}

    /** Copies the parts. */
    public Explanation {
        decisions = Map.copyOf(decisions);
        steps = List.copyOf(steps);
    }

    /**
     * Decides as the answering process does, and keeps the steps.
     *
     * @param name in any case, with or without a trailing dot
     * @param now tells how old the map is
     */
    public static Explanation explain(Snapshot snapshot, String name, Client client, Instant now) {
        List<Step> steps = new ArrayList<>();
        Trace trace = new Trace() {
            @Override
            public boolean on() {
                return true;
            }

            @Override
            public void step(String what, String found) {
                steps.add(new Step(what, found));
            }
        };
        String canonical = (name.endsWith(".") ? name.substring(0, name.length() - 1) : name).toLowerCase(Locale.ROOT);
        trace.step(
                "client",
                client.subnet()
                        ? "subnet " + client.address() + "/" + client.sourceLength()
                        : "resolver " + client.address());
        trace.step("period", period(snapshot));
        trace.step("map", map(snapshot, now));
        snapshot.health().cutOff().forEach(peer -> trace.step("cut off", peer.story()));
        Names.bucketPlace(snapshot, canonical)
                .ifPresent(place -> trace.step(
                        "bucket",
                        place.state().name().toLowerCase(Locale.ROOT)
                                + place.held().map(group -> " by " + group).orElse("") + ": " + place.story()));
        Optional<Binding> binding = Names.find(snapshot, canonical);
        trace.step("name", binding.map(found -> bound(snapshot, found)).orElse("not steered"));
        Optional<PrefixEstimates> estimates = snapshot.map().flatMap(map -> map.estimates(client.address()));
        Map<Need, Decision> decisions = new EnumMap<>(Need.class);
        binding.ifPresent(found -> {
            for (Need need : needs(found.mode())) {
                Decider decider = new Decider(snapshot, found, need);
                if (!decider.zones().isEmpty()) {
                    Decision decision = decider.decide(client, trace);
                    decisions.put(need, decision);
                    trace.step("answer", answer(decision));
                }
            }
        });
        return new Explanation(canonical, client, binding, decisions, estimates, steps);
    }

    /** Returns what zones must have for answers of a mode. */
    public static List<Need> needs(AnswerMode mode) {
        return switch (mode) {
            case CNAME -> List.of(Need.NAME);
            case ADDRESS -> List.of(Need.IPV4, Need.IPV6);
        };
    }

    static String ranking(Snapshot snapshot, Ranking ranking) {
        return ranking.tiers().stream()
                .map(tier -> tier.stream()
                        .map(id -> snapshot.topology().zone(id).map(Zone::name).orElse(id + " (not in this period)"))
                        .collect(Collectors.joining(" = ")))
                .collect(Collectors.joining(" < "));
    }

    private static String period(Snapshot snapshot) {
        var period = snapshot.topology().period();
        return period.id() + " epoch " + period.epoch() + " of realm "
                + snapshot.topology().realm().name() + " (realm epoch " + period.realmEpoch() + ")";
    }

    /** Returns in words which map is in use, how old it is, and where it came from. */
    public static String map(Snapshot snapshot, Instant now) {
        return snapshot.map()
                .map(map -> map.version() + " built " + map.createdAt() + ", "
                        + Duration.between(map.createdAt(), now).toSeconds() + " s old, from " + snapshot.mapSource())
                .orElse("none");
    }

    private static String bound(Snapshot snapshot, Binding binding) {
        String group = binding.zonegroup().equals(Names.WHOLE_REALM)
                ? "all zones of the realm"
                : "zonegroup "
                        + snapshot.topology()
                                .zonegroup(binding.zonegroup())
                                .map(found -> found.name())
                                .orElse(binding.zonegroup());
        String what = binding.bucket().isEmpty() ? "name " : "bucket " + binding.bucket() + " in namespace ";
        return what + binding.owner() + " -> " + group + ", by " + binding.mode();
    }

    private static String answer(Decision decision) {
        return decision.zones().stream().map(Zone::name).collect(Collectors.joining(" ")) + " for " + decision.cell()
                + ", by " + decision.basis() + (decision.allDown() ? ", all zones are down" : "");
    }
}
