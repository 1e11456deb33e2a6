package org.isochrone.steering.testkit.contract;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.discovery.Finding;
import org.isochrone.steering.discovery.KnownTarget;
import org.isochrone.steering.discovery.LightRules;
import org.isochrone.steering.discovery.TargetChoice;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.plan.Reason;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.port.ProbeWork;
import org.isochrone.steering.port.TargetStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** What the contracts of {@link TargetStore} and {@link ProbeWork} have in common. */
abstract class ProbeWorkSupport {
    protected static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration INTERVAL = Duration.ofMinutes(15);
    static final Duration LEASE = Duration.ofMinutes(5);
    static final GeoPoint LONDON = new GeoPoint(51.5, -0.1);
    static final GeoPoint SYDNEY = new GeoPoint(-33.9, 151.2);
    static final TargetLife LIFE = new TargetLife(new LightRules(Map.of("lon", LONDON, "syd", SYDNEY)));
    static final TargetChoice PUBLIC = new TargetChoice(
            Set.of(ProbeMethod.ICMP, ProbeMethod.TCP, ProbeMethod.DNS), false, TargetChoice.LEAST_LEAF_PAUSE);
    protected static final Prefix A = Prefix.parse("8.0.0.0/24");
    static final Finding FAST = new Finding.Answered(5_000_000);

    /** Stores over the same data. */
    public record Stores(ClientStore clients, TargetStore targets, ProbeWork work) {}

    /** Returns empty stores. */
    protected abstract Stores stores();

    protected static PlannedPair pair(Prefix prefix, long weight) {
        return new PlannedPair(prefix, Reason.NEAR, INTERVAL, weight, 0, 0);
    }

    static ClaimRequest request(String peer, String zone, Instant now) {
        return new ClaimRequest(peer, zone, PUBLIC, 10_000, now, now, LEASE);
    }

    protected static Target icmp(String address) {
        IpAddress parsed = IpAddress.parse(address);
        return new Target(parsed.leaf(), parsed, ProbeMethod.ICMP, 0);
    }

    protected static List<Claim> claim(Stores stores, String peer, String zone, Instant now) {
        return stores.work().claim(request(peer, zone, now));
    }

    static void finish(Stores stores, String peer, Claim claim, Finding finding, Instant at) {
        stores.work().finish(peer, List.of(new Outcome(claim, finding, at)), LIFE);
    }

    static KnownTarget known(Stores stores, String address) {
        IpAddress parsed = IpAddress.parse(address);
        return stores.targets().known(parsed.leaf()).stream()
                .filter(known -> known.target().address().equals(parsed))
                .findFirst()
                .orElseThrow();
    }
}
