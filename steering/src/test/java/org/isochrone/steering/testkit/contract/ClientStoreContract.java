package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientCount;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.port.ClientStore;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;
import org.junit.jupiter.api.Test;

/** What every {@link ClientStore} does. */
public abstract class ClientStoreContract {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Prefix A = Prefix.parse("192.0.2.0/24");
    private static final Prefix B = Prefix.parse("198.51.100.0/24");
    private static final Prefix C = Prefix.parse("2001:db8:7::/48");
    private static final Optional<GeoPoint> BERLIN = Optional.of(new GeoPoint(52.520008, 13.404954));
    private static final Optional<GeoPoint> FAR = Optional.of(new GeoPoint(-90, -180));

    /** Returns an empty store. */
    protected abstract ClientStore store();

    @Test
    void keepsClientsInOrder() {
        ClientStore store = store();
        List<ClientPrefix> clients = List.of(
                new ClientPrefix(A, 4_294_967_295L, "DE", BERLIN),
                ClientPrefix.bare(B),
                new ClientPrefix(C, 1, "", FAR));
        store.addClients(clients.reversed());
        assertEquals(clients, store.clients());
        assertEquals(List.of(), store.networks());
    }

    @Test
    void whatIsKnownOfAClientIsNotForgotten() {
        ClientStore store = store();
        store.addClients(List.of(new ClientPrefix(A, 64_500, "DE", BERLIN)));
        store.addClients(List.of(ClientPrefix.bare(A)));
        assertEquals(List.of(new ClientPrefix(A, 64_500, "DE", BERLIN)), store.clients());
        store.addClients(List.of(new ClientPrefix(A, 0, "FR", FAR)));
        assertEquals(List.of(new ClientPrefix(A, 64_500, "FR", FAR)), store.clients());
        store.addClients(List.of());
        assertEquals(1, store.clients().size());
    }

    @Test
    void whatIsKnownOfANetworkIsReplaced() {
        ClientStore store = store();
        Prefix wide = Prefix.parse("192.0.0.0/16");
        Prefix everything = Prefix.parse("0.0.0.0/0");
        store.addNetworks(List.of(new ClientPrefix(wide, 64_500, "DE", BERLIN), ClientPrefix.bare(everything)));
        store.addNetworks(List.of(new ClientPrefix(wide, 0, "FR", Optional.empty())));
        assertEquals(
                List.of(ClientPrefix.bare(everything), new ClientPrefix(wide, 0, "FR", Optional.empty())),
                store.networks());
        assertEquals(List.of(), store.clients());
    }

    @Test
    void keepsTargetsInOrderAndOnce() {
        ClientStore store = store();
        List<Target> targets = List.of(
                new Target(A, IpAddress.parse("192.0.2.1"), ProbeMethod.TCP, 443),
                new Target(A, IpAddress.parse("192.0.2.9"), ProbeMethod.ICMP, 0),
                new Target(C, IpAddress.parse("2001:db8:7::1"), ProbeMethod.DNS, 53));
        store.addTargets(targets.reversed());
        store.addTargets(targets);
        assertEquals(targets, store.targets());
        assertEquals(List.of(ClientPrefix.bare(A), ClientPrefix.bare(C)), store.clients());
    }

    @Test
    void sumsCountsFromTheHourOn() {
        ClientStore store = store();
        store.addCounts(NOON.plusSeconds(1), List.of(new ClientCount(A, 5), new ClientCount(C, 7)));
        store.addCounts(NOON.plusSeconds(3599), List.of(new ClientCount(A, 10_000_000_000L)));
        store.addCounts(NOON.plusSeconds(3600), List.of(new ClientCount(A, 3), new ClientCount(A, 1)));
        store.addCounts(NOON, List.of());
        assertEquals(Map.of(A, 10_000_000_009L, C, 7L), store.countsSince(NOON.plus(Duration.ofMinutes(59))));
        assertEquals(Map.of(A, 4L), store.countsSince(NOON.plus(Duration.ofHours(1))));
        assertEquals(Map.of(), store.countsSince(NOON.plus(Duration.ofHours(2))));
        assertEquals(List.of(ClientPrefix.bare(A), ClientPrefix.bare(C)), store.clients());
    }
}
