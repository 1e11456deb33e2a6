package org.isochrone.steering.build;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.steering.build.RoundResult.Outcome;
import org.isochrone.steering.estimate.BurstWindow;
import org.isochrone.steering.history.MapStep.Measured;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.safety.HeldDoubt;
import org.isochrone.steering.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of steering: reads what was measured since the last one, builds the map that all of the window gives, keeps
 * it and publishes it. A round that finds what is published already only sees to it that every channel still has it,
 * and so does one whose inputs look wrong, see {@link org.isochrone.steering.safety.SafetyRules}, or while people have
 * frozen maps; what earlier maps gained is measured all the same. Rounds must not overlap; otherwise safe for any
 * thread.
 */
public final class SteeringRound {
    private static final Logger LOG = LoggerFactory.getLogger(SteeringRound.class);

    private final SteeringStores stores;
    private final List<MapChannel> channels;
    private final IncrementalBuilder builder;
    private final KeptWindow window;
    private final SteeringConfig config;
    private final InstantSource clock;

    /** Works on these stores and publishes to these channels, in this order. */
    public SteeringRound(
            SteeringStores stores,
            List<MapChannel> channels,
            MapBuilder builder,
            SteeringConfig config,
            InstantSource clock) {
        this.stores = stores;
        this.channels = List.copyOf(channels);
        this.builder = new IncrementalBuilder(builder);
        this.window = new KeptWindow(stores.bursts(), config.window());
        this.config = config;
        this.clock = clock;
    }

    /**
     * Does one round. A channel that fails is logged, named in the result and stops nobody else.
     *
     * @throws org.isochrone.steering.port.StoreException if a store cannot be reached; the next round does it all, but
     *     for the estimates that reports read: if only those could not be saved, they come with the next map
     */
    public RoundResult run() {
        Instant now = clock.instant();
        Optional<Topology> current =
                stores.topology().current().filter(found -> !found.zones().isEmpty());
        if (current.isEmpty()) {
            return new RoundResult(
                    Outcome.NO_TOPOLOGY,
                    Optional.empty(),
                    BuildStats.NONE,
                    List.of(),
                    "no topology with zones",
                    List.of());
        }
        Topology topology = current.get();
        String realm = topology.realm().id();
        Incumbent incumbent = new Incumbent(stores.maps(), channels, realm);
        Optional<MapHead> newest = incumbent.head();
        Optional<HumanOverride> freeze = stores.health().overrides(now).stream()
                .filter(override -> override.kind() == HumanOverride.Kind.FREEZE && override.active(now))
                .findFirst();
        History history = new History(stores.changes(), realm, now);
        if (freeze.isPresent()) {
            List<String> failed = heal(realm, newest);
            history.measure(window.read(topology, now));
            String who = freeze.get().author() + ": " + freeze.get().reason();
            return new RoundResult(Outcome.FROZEN, newest, BuildStats.NONE, failed, who, List.of());
        }
        BuilderState memory = incumbent.memory();
        BurstWindow bursts = window.read(topology, now);
        BuildResult built = build(topology, bursts, memory, newest, now);
        built.estimates().doubted().forEach((zone, why) -> LOG.warn("zone {} {}", topology.zoneName(zone), why));
        Doubts doubts = new Doubts(topology, bursts, memory, built, config.safety(), now);
        List<HeldDoubt> held =
                doubts.found().isEmpty() && stores.doubts().doubts(realm).isEmpty()
                        ? List.of()
                        : stores.doubts().keep(realm, doubts.found(), now);
        history.measure(bursts);
        String story = Doubts.story(held);
        if (held.stream().anyMatch(doubt -> doubt.holds(config.safety().holdSlow(), now))) {
            return new RoundResult(Outcome.HELD, newest, built.stats(), heal(realm, newest), story, held);
        }
        PublishedMap map = MapCodec.publish(built.content());
        String fingerprint = MapCodec.fingerprint(map);
        boolean fresh = newest.isPresent()
                && newest.get().createdAt().plus(config.refresh()).isAfter(now);
        if (fresh && fingerprint.equals(memory.fingerprint())) {
            return new RoundResult(Outcome.UNCHANGED, newest, built.stats(), heal(realm, newest), story, held);
        }
        BuilderState next = built.state().withYardstick(doubts.next()).withFingerprint(fingerprint);
        Measured measured = new Measured(now.minus(config.window()), now, bursts.bursts());
        stores.maps().save(map, next.encode(), window.inputs(), History.step(map.head(), measured, built.moved()));
        List<String> failed = publish(map);
        stores.maps().saveEstimates(map.head(), built.content().estimates().all());
        String told = Stream.of(story, built.story(topology))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
        return new RoundResult(Outcome.PUBLISHED, Optional.of(map.head()), built.stats(), failed, told, held);
    }

    private BuildResult build(
            Topology topology, BurstWindow bursts, BuilderState memory, Optional<MapHead> newest, Instant now) {
        return builder.build(new BuildInput(
                topology,
                stores.clients().clients(),
                stores.clients().networks(),
                bursts,
                stores.clients().countsSince(now.minus(config.window())),
                memory,
                newest.map(head -> head.version().serial()).orElse(0L) + 1,
                now));
    }

    private List<String> publish(PublishedMap map) {
        List<String> failed = new ArrayList<>();
        for (MapChannel channel : channels) {
            attempt(channel, failed, () -> {
                channel.publish(map);
                return true;
            });
        }
        return failed;
    }

    /** Gives the newest map to channels that lost it: a restarted memcached is empty. */
    private List<String> heal(String realm, Optional<MapHead> newest) {
        List<String> failed = new ArrayList<>();
        for (MapChannel channel : channels) {
            attempt(
                    channel,
                    failed,
                    () -> newest.isEmpty()
                            || channel.head(realm).equals(newest)
                            || republish(channel, realm, newest.get()));
        }
        return failed;
    }

    private boolean republish(MapChannel channel, String realm, MapHead head) {
        Optional<PublishedMap> map = stores.maps().load(realm, head.version().serial());
        map.ifPresent(channel::publish);
        LOG.info("{} had lost map {} and was given it again", channel.name(), head.version());
        return map.isPresent();
    }

    /** One channel's trouble is noted and passed over, whatever it is: the others must still be served. */
    private static void attempt(MapChannel channel, List<String> failed, Attempt work) {
        try {
            if (work.done()) {
                return;
            }
            LOG.warn("channel {} lacks the newest map, and so does the store", channel.name());
        } catch (RuntimeException e) {
            LOG.warn("channel {} could not be published to: {}", channel.name(), e.getMessage());
            LOG.debug("channel {} could not be published to", channel.name(), e);
        }
        failed.add(channel.name());
    }

    @FunctionalInterface
    private interface Attempt {
        boolean done();
    }
}
