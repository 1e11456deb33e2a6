package org.isochrone.steering.channel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapChannel;
import org.isochrone.steering.map.MapChannelException;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapHead;
import org.isochrone.steering.map.MapVersion;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.topology.Period;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a newer map, channel by channel: memcached, then MySQL, then the file of the last one. A map is taken only
 * if it is of the realm, newer than the one in use, built for the realm's current period or an earlier one, and every
 * byte of it is what its head says. What is refused is counted, and logged when the reason changes. For one thread; the
 * counts may be read by any.
 */
public final class MapLoader {
    private static final Logger LOG = LoggerFactory.getLogger(MapLoader.class);

    private final List<MapChannel> ladder;
    private final MapChannel keeper;
    private final LoaderCounts counts = new LoaderCounts();
    private final Map<String, String> complaints = new ConcurrentHashMap<>();

    /**
     * A map and the name of the channel that it came from.
     *
     * @param map the map
     * @param source the channel's {@link MapChannel#name}
     */
    public record Accepted(CellMap map, String source) {}

    private record Candidate(MapChannel channel, MapHead head) {}

    /**
     * Looks into the channels of {@code ladder} in order, and keeps what it takes from them in {@code keeper}, which is
     * asked last.
     */
    public MapLoader(List<MapChannel> ladder, MapChannel keeper) {
        this.ladder = List.copyOf(ladder);
        this.keeper = keeper;
    }

    /** Returns the counts of this loader. */
    public LoaderCounts counts() {
        return counts;
    }

    /**
     * Looks once. While a map is in use, the first channel whose head is that map's ends the search; a process without
     * a map asks every channel and takes the newest.
     *
     * @param period the realm's current period, as far as this process knows
     * @param inUse the version of the map in use; of another realm after a change of realm
     */
    public Optional<Accepted> poll(Period period, Optional<MapVersion> inUse) {
        // Maps of different realms have no order, so a map of an earlier realm stands in nobody's way.
        Optional<MapVersion> current = inUse.filter(version -> version.realmId().equals(period.realmId()));
        List<Candidate> candidates = new ArrayList<>();
        for (MapChannel channel : channels()) {
            Optional<MapHead> head = head(channel, period.realmId());
            if (head.isEmpty()) {
                continue;
            }
            MapVersion version = head.get().version();
            if (current.filter(version::equals).isPresent()) {
                content(channel);
                break;
            }
            Optional<String> problem = problem(channel, version, period, current);
            if (problem.isEmpty()) {
                candidates.add(new Candidate(channel, head.get()));
                if (current.isPresent()) {
                    Optional<Accepted> accepted = take(candidates.removeLast());
                    if (accepted.isPresent()) {
                        return accepted;
                    }
                }
            }
        }
        candidates.sort(
                Comparator.comparing((Candidate candidate) -> candidate.head().version(), MapVersion.NEWEST_FIRST));
        return candidates.stream()
                .flatMap(candidate -> take(candidate).stream())
                .findFirst();
    }

    private List<MapChannel> channels() {
        List<MapChannel> all = new ArrayList<>(ladder);
        all.add(keeper);
        return all;
    }

    private Optional<MapHead> head(MapChannel channel, String realmId) {
        try {
            return channel.head(realmId);
        } catch (MapChannelException e) {
            refuse(channel, e);
            return Optional.empty();
        }
    }

    /** Returns what speaks against a map of that version; it is counted and logged. */
    private Optional<String> problem(
            MapChannel channel, MapVersion version, Period period, Optional<MapVersion> current) {
        if (!version.realmId().equals(period.realmId())) {
            return refuse(channel, Refusal.OTHER_REALM, "map " + version + " is of realm " + version.realmId());
        }
        if (current.isPresent() && !version.replaces(current.get())) {
            return refuse(channel, Refusal.OLDER, "map " + version + " is older than " + current.get() + " in use");
        }
        boolean samePeriod = version.periodId().equals(period.id());
        boolean later = version.realmEpoch() > period.realmEpoch()
                || (version.realmEpoch() == period.realmEpoch()
                        && (!samePeriod || version.periodEpoch() > period.epoch()));
        if (later) {
            return refuse(
                    channel,
                    Refusal.OTHER_PERIOD,
                    "map " + version + " is for period " + version.periodId() + ", known is " + period.id()
                            + " of realm epoch " + period.realmEpoch() + ", epoch " + period.epoch());
        }
        return Optional.empty();
    }

    private Optional<Accepted> take(Candidate candidate) {
        MapChannel channel = candidate.channel();
        try {
            Optional<PublishedMap> map = channel.fetch(candidate.head());
            if (map.isEmpty()) {
                refuse(channel, Refusal.GONE, "map " + candidate.head().version() + " is gone or incomplete");
                return Optional.empty();
            }
            Accepted accepted = new Accepted(MapCodec.decode(map.get()), channel.name());
            counts.accept(channel.name());
            content(channel);
            LOG.info(
                    "map {} of {} taken from {}",
                    accepted.map().version(),
                    accepted.map().createdAt(),
                    channel.name());
            keep(map.get(), channel);
            return Optional.of(accepted);
        } catch (MapChannelException e) {
            refuse(channel, e);
            return Optional.empty();
        }
    }

    private void keep(PublishedMap map, MapChannel source) {
        if (source.equals(keeper)) {
            return;
        }
        try {
            keeper.publish(map);
        } catch (MapChannelException e) {
            counts.failToKeep();
            LOG.warn(
                    "map {} is in use but not kept for the next start: {}",
                    map.head().version(),
                    e.getMessage());
        }
    }

    private void refuse(MapChannel channel, MapChannelException e) {
        refuse(channel, e.damaged() ? Refusal.DAMAGED : Refusal.UNREACHABLE, String.valueOf(e.getMessage()));
    }

    private Optional<String> refuse(MapChannel channel, Refusal reason, String why) {
        counts.refuse(channel.name(), reason);
        if (!why.equals(complaints.put(channel.name(), why))) {
            LOG.warn("no map from {}: {}", channel.name(), why);
        }
        return Optional.of(why);
    }

    private void content(MapChannel channel) {
        if (complaints.remove(channel.name()) != null) {
            LOG.info("maps come from {} again", channel.name());
        }
    }
}
