package org.isochrone.app.wiring;

import java.time.InstantSource;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.rgw.BucketDirectory;
import org.isochrone.app.rgw.BucketFinder;
import org.isochrone.app.rgw.DirectBuckets;
import org.isochrone.app.rgw.Gateway;
import org.isochrone.app.state.ContentKeeper;
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Refresher;
import org.isochrone.pdns.answer.Contents;
import org.isochrone.steering.channel.MapLoader;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.BucketSource;
import org.isochrone.steering.decision.Snapshot;

/** Reads once what the answering process reads all the time. */
public final class Snapshots {
    private Snapshots() {}

    /**
     * Returns what an answering process that started now would know.
     *
     * @throws InvalidInputException if there is no topology, neither in the database nor on disk
     */
    public static Snapshot read(Configuration configuration, InstantSource clock) {
        try (Stores stores = Stores.open(configuration, clock);
                Channels channels = Channels.open(configuration, stores.maps(), clock)) {
            return read(configuration, stores, channels, clock);
        }
    }

    /**
     * What is known.
     *
     * @param snapshot topology, map, health; gateways are asked for each bucket while it is open
     * @param contents written records
     * @param gateway what they are asked through, if there are any
     */
    public record Known(Snapshot snapshot, Contents contents, Optional<Gateway> gateway) implements AutoCloseable {
        @Override
        public void close() {
            gateway.ifPresent(Gateway::close);
        }
    }

    /** Returns the same, and the written records. */
    public static Known readAll(Configuration configuration, InstantSource clock) {
        try (Stores stores = Stores.open(configuration, clock);
                Channels channels = Channels.open(configuration, stores.maps(), clock)) {
            Optional<Gateway> gateway = configuration.rgw().enabled()
                    ? Optional.of(new Gateway(configuration.rgw(), clock))
                    : Optional.empty();
            Snapshot snapshot = read(configuration, stores, channels, clock, others(configuration, gateway, clock));
            ContentKeeper contents = Keepers.contents(configuration, stores, clock);
            contents.fromDisk();
            contents.refresh();
            return new Known(snapshot, contents.get(), gateway);
        }
    }

    /** Does the same with what is open already. */
    public static Snapshot read(Configuration configuration, Stores stores, Channels channels, InstantSource clock) {
        return read(configuration, stores, channels, clock, BucketSource.NONE);
    }

    private static BucketSource others(Configuration configuration, Optional<Gateway> gateway, InstantSource clock) {
        if (gateway.isEmpty()) {
            return BucketSource.NONE;
        }
        BucketDirectory kept = BucketFinder.kept(configuration.rgw(), Keepers.bucketFile(configuration), clock);
        return new DirectBuckets(gateway.get(), kept);
    }

    private static Snapshot read(
            Configuration configuration, Stores stores, Channels channels, InstantSource clock, BucketSource others) {
        Knowledge knowledge = new Knowledge();
        Refresher refresher = Keepers.refresher(knowledge, configuration, stores, clock, others);
        refresher.fromDisk();
        refresher.topology();
        boolean away = refresher.outage().since().isPresent();
        if (!away) {
            refresher.health();
        }
        MapLoader loader = away ? channels.loaderWithoutStore() : channels.loader();
        knowledge
                .get()
                .flatMap(known -> loader.poll(known.topology().period(), Optional.empty()))
                .ifPresent(accepted -> knowledge.map(accepted.map(), accepted.source()));
        return knowledge
                .get()
                .orElseThrow(() -> new InvalidInputException(
                        "the topology",
                        away
                                ? "is not known: the database is away and nothing is kept on disk"
                                : "is missing: import one first (isochrone topology import FILE)"));
    }
}
