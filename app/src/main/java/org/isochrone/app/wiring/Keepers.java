package org.isochrone.app.wiring;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.rgw.BucketFinder;
import org.isochrone.app.state.ContentKeeper;
import org.isochrone.app.state.HealthBook;
import org.isochrone.app.state.IntentFile;
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Refresher;
import org.isochrone.steering.decision.BucketSource;

/** Makes what keeps knowledge fresh, each with a copy in the data directory for a start without its source. */
final class Keepers {
    private Keepers() {}

    /** Returns what asks gateways where buckets lie, if there are any. */
    static Optional<BucketFinder> buckets(Configuration configuration, InstantSource clock) {
        return configuration.rgw().enabled()
                ? Optional.of(new BucketFinder(configuration.rgw(), bucketFile(configuration), clock))
                : Optional.empty();
    }

    /** Returns where it is kept where buckets lie. */
    static Path bucketFile(Configuration configuration) {
        return configuration.application().data().resolve("buckets.json");
    }

    /** Returns what keeps the written records fresh. */
    static ContentKeeper contents(Configuration configuration, Stores stores, InstantSource clock) {
        return new ContentKeeper(
                stores.contents(),
                configuration.application().data().resolve("zones.json"),
                configuration.dns(),
                clock);
    }

    /** Returns what keeps {@code knowledge} fresh. */
    static Refresher refresher(
            Knowledge knowledge, Configuration configuration, Stores stores, InstantSource clock, BucketSource others) {
        return new Refresher(
                knowledge,
                new HealthBook(configuration.healthLife(), clock),
                stores.topologies(),
                stores.health(),
                new IntentFile(configuration.application().data().resolve("intent.json")),
                clock,
                configuration.healthLife(),
                others);
    }
}
