package org.isochrone.steering.build;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.TierChoice;
import org.isochrone.steering.history.Countries;
import org.isochrone.steering.history.MapChange;
import org.isochrone.steering.history.MapChange.Reason;
import org.isochrone.steering.history.MapDiff;
import org.isochrone.steering.history.MapStep;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.override.HumanOverride;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.Period;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zonegroup;

/**
 * Goes back to an older map: its content is published again under a new serial, since readers take newer maps only, and
 * the builder's memory says that clients are where that map sends them. Maps are frozen meanwhile, or the next round
 * would move everybody again.
 */
public final class Rollback {
    private final SteeringStores stores;
    private final List<MapChannel> channels;
    private final InstantSource clock;

    /** Works on these stores and publishes to these channels. */
    public Rollback(SteeringStores stores, List<MapChannel> channels, InstantSource clock) {
        this.stores = stores;
        this.channels = List.copyOf(channels);
        this.clock = clock;
    }

    /**
     * What was published.
     *
     * @param head the new map
     * @param diff what differs from the map that it replaces
     * @param frozenUntil until when no new map is built; empty if that was not asked for
     * @param failedChannels names of channels that could not be published to; the daemon will
     */
    public record Result(MapHead head, MapDiff diff, Optional<Instant> frozenUntil, List<String> failedChannels) {}

    /**
     * Publishes the map of that serial again.
     *
     * @param freeze how long no new map is built afterwards; zero for not at all
     * @throws InvalidInputException if there is no such map, or it is the newest
     */
    public Result to(long serial, Duration freeze, String author, String reason) {
        Topology topology = stores.topology()
                .current()
                .orElseThrow(() -> new InvalidInputException("the topology", "is missing: import one first"));
        String realm = topology.realm().id();
        Instant now = clock.instant();
        PublishedMap old = kept(realm, serial);
        if (newest(realm).version().serial() == serial) {
            throw new InvalidInputException("SERIAL", "must be older than the newest map's: " + serial);
        }
        Optional<Instant> until = freeze.isZero() ? Optional.empty() : Optional.of(now.plus(freeze));
        // Before the newest map is looked at, so that no round of steering builds another in between.
        until.ifPresent(end -> stores.health()
                .add(new HumanOverride(0, HumanOverride.Kind.FREEZE, "", Optional.empty(), author, reason, now, end)));
        MapHead newest = newest(realm);
        PublishedMap replaced = kept(realm, newest.version().serial());
        Period period = topology.period();
        PublishedMap map = MapCodec.renamed(
                old,
                new MapVersion(
                        realm,
                        period.realmEpoch(),
                        period.id(),
                        period.epoch(),
                        newest.version().serial() + 1));
        BuilderState memory = new Incumbent(stores.maps(), channels, realm)
                .memory()
                .following(MapCodec.decode(map), now.getEpochSecond())
                .withFingerprint(MapCodec.fingerprint(map));
        MapDiff diff = diff(topology, replaced, map, now);
        MapStep step = step(map.head(), now.truncatedTo(ChronoUnit.SECONDS), diff);
        stores.maps().save(map, memory.encode(), stores.maps().inputs(realm, serial), step);
        return new Result(map.head(), diff, until, publish(map));
    }

    private MapHead newest(String realm) {
        return stores.maps().newest(realm).orElseThrow();
    }

    private PublishedMap kept(String realm, long serial) {
        return stores.maps()
                .load(realm, serial)
                .orElseThrow(() -> new InvalidInputException(
                        "SERIAL",
                        "must be that of a map that is kept ("
                                + String.join(
                                        ", ",
                                        stores.maps().history(realm, 20).stream()
                                                .map(head -> String.valueOf(
                                                        head.version().serial()))
                                                .toList())
                                + "): " + serial));
    }

    private List<String> publish(PublishedMap map) {
        List<String> failed = new ArrayList<>();
        for (MapChannel channel : channels) {
            try {
                channel.publish(map);
            } catch (MapChannelException e) {
                failed.add(channel.name());
            }
        }
        return failed;
    }

    private MapDiff diff(Topology topology, PublishedMap from, PublishedMap to, Instant now) {
        List<String> zonegroups = Stream.concat(
                        Stream.of(MapBuilder.WHOLE_REALM),
                        topology.period().zonegroups().stream().map(Zonegroup::id))
                .toList();
        Map<Prefix, Long> weights = stores.clients().countsSince(now.minus(Duration.ofDays(1)));
        return MapDiff.of(
                MapCodec.decode(from),
                MapCodec.decode(to),
                zonegroups,
                new TierChoice(topology),
                weights,
                new Countries(stores.clients().clients(), stores.clients().networks()));
    }

    private static MapStep step(MapHead head, Instant at, MapDiff diff) {
        return new MapStep(
                at,
                Optional.empty(),
                diff.lines().stream()
                        .filter(line -> !line.from().isEmpty() && !line.to().isEmpty())
                        .map(line -> change(head, at, line))
                        .toList());
    }

    private static MapChange change(MapHead head, Instant at, MapDiff.Line line) {
        return new MapChange(
                head.version().serial(),
                at,
                line.zonegroup(),
                line.prefix(),
                line.from(),
                line.to(),
                Reason.ROLLBACK,
                line.gainNanos().orElse(0),
                0,
                line.traffic(),
                Optional.empty());
    }
}
