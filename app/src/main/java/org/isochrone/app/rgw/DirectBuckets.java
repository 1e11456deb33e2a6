package org.isochrone.app.rgw;

import java.util.Optional;
import org.isochrone.steering.decision.BucketPlace;
import org.isochrone.steering.decision.BucketPlace.State;
import org.isochrone.steering.decision.BucketSource;

/**
 * Asks a gateway for each bucket and waits for it: for commands, which nobody else waits for. What an answering process
 * kept on disk is told where no gateway replies.
 */
public final class DirectBuckets implements BucketSource {
    private final Gateway gateway;
    private final BucketDirectory kept;

    /** Asks {@code gateway}; {@code kept} is what is known without it. */
    public DirectBuckets(Gateway gateway, BucketDirectory kept) {
        this.gateway = gateway;
        this.kept = kept;
    }

    @Override
    public BucketPlace find(String bucket) {
        try {
            Optional<String> held = gateway.zonegroup(bucket);
            return new BucketPlace(
                    held.isPresent() ? State.HELD : State.ABSENT,
                    held.orElse(""),
                    held.isPresent(),
                    () -> "a gateway tells");
        } catch (GatewayException e) {
            BucketPlace known = kept.find(bucket);
            return new BucketPlace(
                    known.state(),
                    known.zonegroup(),
                    false,
                    () -> known.story() + "; now none replies: " + e.getMessage());
        }
    }

    @Override
    public boolean nonTerminal(String name) {
        return false;
    }

    @Override
    public boolean learns() {
        return true;
    }
}
