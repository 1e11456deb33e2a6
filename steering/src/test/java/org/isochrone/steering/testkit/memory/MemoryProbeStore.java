package org.isochrone.steering.testkit.memory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Candidate;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.discovery.TargetSource;
import org.isochrone.steering.discovery.ZoneSight;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Due;
import org.isochrone.steering.plan.Lease;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** Targets and the work of peers in memory; can be away, as a database can. Safe for any thread. */
public final class MemoryProbeStore implements TargetStore, ProbeWork {
    private record Pair(PlannedPair planned, Instant dueAt, Due due, String holder) {}

    private record PairKey(String zone, Prefix prefix) {}

    private final MemoryClientStore clients;
    private final Map<Target, KnownTarget> targets = new HashMap<>();
    private final Map<Target, Map<String, ZoneSight>> sights = new HashMap<>();
    private final Map<PairKey, Pair> pairs = new HashMap<>();
    private final Map<String, Instant> planned = new HashMap<>();
    private final Map<String, Instant> plans = new HashMap<>();
    private final InstantSource clock;
    private boolean away;

    /** Works on the targets and prefixes of {@code clients}. */
    public MemoryProbeStore(MemoryClientStore clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public synchronized Instant now() {
        look();
        return clock.instant();
    }

    /** Lets every call fail, or none. */
    public synchronized void away(boolean gone) {
        away = gone;
    }

    private void look() {
        if (away) {
            throw new StoreException("the store is away", new IllegalStateException("as the test wants it"));
        }
        clients.targets()
                .forEach(target ->
                        targets.putIfAbsent(target, KnownTarget.fresh(new Candidate(target, TargetSource.IMPORTED))));
    }

    @Override
    public synchronized int offer(Collection<Candidate> candidates) {
        look();
        int added = 0;
        for (Candidate candidate : candidates) {
            Target target = candidate.target();
            if (!targets.containsKey(target) && room(target.prefix())) {
                Instant leafBurst = targets.values().stream()
                        .filter(known -> leaf(known).equals(target.address().leaf()))
                        .map(KnownTarget::leafBurst)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.EPOCH);
                targets.put(target, KnownTarget.fresh(candidate).burstAt(Instant.EPOCH, leafBurst));
                clients.addClients(List.of(ClientPrefix.bare(target.prefix())));
                added++;
            }
        }
        return added;
    }

    private boolean room(Prefix prefix) {
        List<KnownTarget> there = known(prefix);
        if (there.size() >= MOST_PER_PREFIX) {
            there.stream()
                    .filter(KnownTarget::givesWay)
                    .max(Comparator.comparingInt(KnownTarget::failures))
                    .ifPresent(known -> {
                        targets.remove(known.target());
                        sights.remove(known.target());
                    });
        }
        return known(prefix).size() < MOST_PER_PREFIX;
    }

    private static Prefix leaf(KnownTarget known) {
        return known.target().address().leaf();
    }

    @Override
    public synchronized List<KnownTarget> known(Prefix prefix) {
        look();
        return targets.values().stream()
                .filter(known -> known.target().prefix().equals(prefix))
                .sorted(Comparator.comparing(
                                (KnownTarget known) -> known.target().address())
                        .thenComparing(known -> known.target().method())
                        .thenComparingInt(known -> known.target().port()))
                .toList();
    }

    @Override
    public synchronized List<ClientPrefix> measurable(Instant now) {
        look();
        Set<Prefix> found = new HashSet<>();
        for (KnownTarget known : targets.values()) {
            boolean out = switch (known.standing()) {
                case ASIDE, REFUSED -> known.nextTry().isAfter(now);
                case NEW, UNPROVEN, GOOD, RESTING -> false;
            };
            if (!out) {
                found.add(known.target().prefix());
            }
        }
        return clients.clients().stream()
                .filter(client -> found.contains(client.prefix()))
                .toList();
    }

    @Override
    public synchronized boolean takePlanning(String zone, Instant now, Duration every) {
        look();
        Instant last = planned.getOrDefault(zone, Instant.MIN);
        if (last.isAfter(now.minus(every))) {
            return false;
        }
        planned.put(zone, now);
        return true;
    }

    @Override
    public synchronized void plan(String zone, Collection<PlannedPair> wanted, Instant now) {
        look();
        plans.put(zone, now);
        Set<Prefix> prefixes = new HashSet<>();
        for (PlannedPair pair : wanted) {
            prefixes.add(pair.prefix());
            PairKey key = new PairKey(zone, pair.prefix());
            Optional<Pair> there = Optional.ofNullable(pairs.get(key));
            if (there.isEmpty()) {
                pairs.put(key, new Pair(pair, now.minus(pair.headStart()), Due.FIRST, ""));
            } else if (pair.replaces(there.get().planned())) {
                Instant latest = now.plus(pair.interval());
                boolean free = there.get().holder().isEmpty();
                Instant due = free && there.get().dueAt().isAfter(latest)
                        ? latest
                        : there.get().dueAt();
                pairs.put(
                        key, new Pair(pair, due, there.get().due(), there.get().holder()));
            }
        }
        pairs.keySet().removeIf(key -> key.zone().equals(zone) && !prefixes.contains(key.prefix()));
    }

    @Override
    public synchronized List<Claim> claim(ClaimRequest request) {
        List<Claim> claims = List.of();
        for (int due = request.most(); claims.isEmpty() && due == request.most(); ) {
            due = due(request, request.most()).size();
            claims = claim(request, true);
        }
        return claims;
    }

    @Override
    public synchronized List<Claim> preview(ClaimRequest request) {
        return claim(request, false).stream().limit(request.most()).toList();
    }

    private List<Map.Entry<PairKey, Pair>> due(ClaimRequest request, int most) {
        return pairs.entrySet().stream()
                .filter(entry -> entry.getKey().zone().equals(request.zone())
                        && !entry.getValue().dueAt().isAfter(request.dueBy()))
                .sorted(Comparator.comparing((Map.Entry<PairKey, Pair> entry) ->
                                entry.getValue().dueAt())
                        .thenComparing(entry -> entry.getKey().prefix()))
                .limit(most)
                .toList();
    }

    private List<Claim> claim(ClaimRequest request, boolean take) {
        look();
        List<Claim> claims = new ArrayList<>();
        for (Map.Entry<PairKey, Pair> entry : due(request, take ? request.most() : pairs.size())) {
            Pair pair = entry.getValue();
            List<KnownTarget> all = known(entry.getKey().prefix());
            Optional<TargetChoice.Chosen> chosen = request.choice().choose(all, request.now());
            chosen.ifPresent(who -> claims.add(claim(request, entry.getKey(), pair, who, all)));
            if (take) {
                Instant next = chosen.isPresent()
                        ? request.now().plus(request.lease())
                        : request.choice()
                                .lookAgain(all, request.now(), pair.planned().interval());
                Due why = chosen.isPresent() ? Due.AGAIN : pair.due();
                pairs.put(
                        entry.getKey(), new Pair(pair.planned(), next, why, chosen.isPresent() ? request.peer() : ""));
                chosen.ifPresent(who -> claimed(who.known(), request));
            }
        }
        return claims;
    }

    private Claim claim(
            ClaimRequest request, PairKey key, Pair pair, TargetChoice.Chosen chosen, List<KnownTarget> all) {
        Target target = chosen.known().target();
        long zones = pairs.keySet().stream()
                .filter(other -> other.prefix().equals(key.prefix()) && alive(other.zone(), request.now()))
                .count();
        Duration share =
                Claim.share(request.choice(), target, zones, request.choice().inUse(all));
        return new Claim(
                key.zone(),
                pair.planned(),
                target,
                chosen.use(),
                pair.due(),
                pair.dueAt(),
                share,
                lease(chosen.known(), request));
    }

    private boolean alive(String zone, Instant now) {
        return plans.getOrDefault(zone, Instant.MIN).isAfter(now.minus(PLAN_LIFE));
    }

    private static Lease lease(KnownTarget known, ClaimRequest request) {
        return new Lease(
                request.choice().turn(known, request.now()), request.now().plus(request.lease()));
    }

    private void claimed(KnownTarget to, ClaimRequest request) {
        Lease lease = lease(to, request);
        burst(to.target().address(), lease.until(), lease.from());
    }

    private void burst(IpAddress to, Instant at, Instant intoLeaf) {
        targets.replaceAll((target, known) -> !leaf(known).equals(to.leaf())
                ? known
                : known.burstAt(target.address().equals(to) ? at : known.lastBurst(), intoLeaf));
    }

    @Override
    public synchronized void finish(String peer, Collection<Outcome> outcomes, TargetLife life) {
        look();
        for (Outcome outcome : outcomes) {
            Claim claim = outcome.claim();
            PairKey key = new PairKey(claim.zone(), claim.pair().prefix());
            Pair pair = pairs.get(key);
            Optional.ofNullable(targets.get(claim.target()))
                    .filter(known -> known.lastBurst().equals(claim.lease().until()))
                    .ifPresent(known -> burst(
                            claim.target().address(),
                            outcome.at(),
                            known.leafBurst().isAfter(outcome.at()) ? known.leafBurst() : outcome.at()));
            if (pair != null && pair.holder().equals(peer)) {
                pairs.put(key, new Pair(pair.planned(), outcome.nextAt(), outcome.nextDue(), ""));
            }
            Map<String, ZoneSight> seen = sights.computeIfAbsent(claim.target(), target -> new TreeMap<>());
            seen.put(
                    claim.zone(),
                    seen.getOrDefault(claim.zone(), ZoneSight.NOTHING).with(outcome.finding(), outcome.at()));
            targets.computeIfPresent(
                    claim.target(),
                    (target, known) ->
                            life.after(known, outcome.finding(), outcome.at(), place(target.prefix()), seen));
        }
    }

    private Optional<GeoPoint> place(Prefix prefix) {
        return clients.clients().stream()
                .filter(client -> client.prefix().equals(prefix))
                .findFirst()
                .flatMap(ClientPrefix::location);
    }
}
