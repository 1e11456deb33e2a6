package org.isochrone.app.quickstart;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.isochrone.app.sim.SimulatedClient;
import org.isochrone.app.sim.SimulatedInternet;
import org.isochrone.app.sim.SimulatedZone;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;

/** Asks for every client over real DNS, with its subnet, and compares the answers with what the simulation knows. */
final class AnswerCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final SimulatedInternet internet;
    private final DnsCheck dns;
    private final long tieNanos;

    /**
     * Asks {@code server}.
     *
     * @param tieNanos zones this close to the fastest are as good as it
     */
    AnswerCheck(SimulatedInternet internet, InetSocketAddress server, long tieNanos) {
        this.internet = internet;
        this.dns = new DnsCheck(server, TIMEOUT);
        this.tieNanos = tieNanos;
    }

    /**
     * What the answers were. Immutable.
     *
     * @param zones the zone each client got
     * @param wrong what was not as it should be, for people; empty if all was
     */
    record Result(Map<SimulatedClient, SimulatedZone> zones, List<String> wrong) {
        /** Copies the collections, in their order. */
        Result {
            zones = new LinkedHashMap<>(zones);
            wrong = List.copyOf(wrong);
        }

        /** Returns the zone a client got. */
        Optional<SimulatedZone> zone(SimulatedClient client) {
            return Optional.ofNullable(zones.get(client));
        }

        /** Returns the name of the zone a client got, for people. */
        String name(SimulatedClient client) {
            return zone(client).map(SimulatedZone::name).orElse("?");
        }
    }

    /** Asks for the steered name; {@code down} are zones that must not be answered. */
    Result run(Set<SimulatedZone> down) throws IOException {
        Map<SimulatedClient, SimulatedZone> zones = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (SimulatedClient client : internet.world().clients()) {
            DnsCheck.Answer answer = dns.ask(
                    SimulatedTopology.NAME,
                    RecordType.A,
                    Optional.of(client.network().prefix()));
            String who = client.city().name() + " (" + client.network().prefix() + ")";
            Optional<SimulatedZone> zone = internet.world().zones().stream()
                    .filter(known -> answer.data().equals(List.of("A " + known.service())))
                    .findFirst();
            if (zone.isEmpty()) {
                wrong.add(who + " got " + answer.status() + " " + answer.data());
                continue;
            }
            zones.put(client, zone.get());
            SimulatedZone best = fastest(client, down);
            if (down.contains(zone.get())) {
                wrong.add(who + " got " + zone.get().name() + ", which is down");
            } else if (rtt(zone.get(), client) > rtt(best, client) + tieNanos) {
                wrong.add(who + " got " + zone.get().name() + ", and " + best.name() + " is faster");
            }
            if (answer.scope() < 1) {
                wrong.add(who + " got an answer for everybody: scope " + answer.scope());
            }
        }
        return new Result(zones, wrong);
    }

    /** Returns the zone that is truly the fastest for a client, among those that are up. */
    SimulatedZone fastest(SimulatedClient client, Set<SimulatedZone> down) {
        return internet.world().zones().stream()
                .filter(zone -> !down.contains(zone))
                .min(Comparator.comparingLong(zone -> rtt(zone, client)))
                .orElseThrow();
    }

    private long rtt(SimulatedZone zone, SimulatedClient client) {
        return internet.truthNanos(zone, client);
    }
}
