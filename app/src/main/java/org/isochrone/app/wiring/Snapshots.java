package org.isochrone.app.wiring;

import java.time.Duration;
import java.time.InstantSource;
import org.isochrone.app.config.Configuration;
import org.isochrone.app.state.HealthBook;
import org.isochrone.app.state.IntentFile;
import org.isochrone.app.state.Knowledge;
import org.isochrone.app.state.Refresher;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.decision.Snapshot;

/** Reads once what the answering process reads all the time. */
public final class Snapshots {
    /** How long an observation of health counts after it was seen. */
    static final Duration HEALTH_LIFE = Duration.ofSeconds(30);

    private Snapshots() {}

    /**
     * Returns what an answering process that started now would know.
     *
     * @throws InvalidInputException if there is no topology, neither in the database nor on disk
     */
    public static Snapshot read(Configuration configuration, InstantSource clock) {
        try (Stores stores = Stores.open(configuration, clock)) {
            Knowledge knowledge = new Knowledge();
            Refresher refresher = new Refresher(
                    knowledge,
                    new HealthBook(),
                    stores.topologies(),
                    stores.health(),
                    new IntentFile(configuration.application().data().resolve("intent.json")),
                    clock,
                    HEALTH_LIFE);
            refresher.fromDisk();
            refresher.topology();
            if (refresher.outage().since().isEmpty()) {
                refresher.health();
            }
            return knowledge
                    .get()
                    .orElseThrow(() -> new InvalidInputException(
                            "the topology",
                            "is missing: import one first (isochrone topology import FILE)"
                                    + refresher
                                            .outage()
                                            .since()
                                            .map(_ -> "; the database is away: ")
                                            .orElse("")
                                    + refresher.outage().reason()));
        }
    }
}
