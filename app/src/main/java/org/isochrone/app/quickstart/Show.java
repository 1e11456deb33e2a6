package org.isochrone.app.quickstart;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.print.Table;
import org.isochrone.app.sim.SimulatedClient;
import org.isochrone.app.sim.SimulatedInternet;
import org.isochrone.app.sim.SimulatedZone;
import org.isochrone.app.wiring.Daemon;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.estimate.Estimate;
import org.isochrone.steering.estimate.PrefixEstimates;

/** What the quickstart shows of what it did. */
final class Show {
    private static final double NANOS_PER_MS = 1e6;

    /** Every so many clients stand in the table; the others were asked for all the same. */
    private static final int EVERY = 4;

    private static final int MOST_CHANGES = 5;

    private final SimulatedInternet internet;
    private final Daemon daemon;
    private final PrintWriter out;

    Show(SimulatedInternet internet, Daemon daemon, PrintWriter out) {
        this.internet = internet;
        this.daemon = daemon;
        this.out = out;
    }

    /** Shows what was measured for some clients and which zone each got. */
    void answers(AnswerCheck.Result result) {
        List<String> header = new ArrayList<>(List.of("client network", "city"));
        internet.world().zones().forEach(zone -> header.add(zone.name() + " ms"));
        header.add("answered");
        header.add("");
        Table table = new Table(header);
        List<SimulatedClient> clients = internet.world().clients();
        for (int i = 0; i < clients.size(); i += EVERY) {
            table.row(row(clients.get(i), result));
        }
        out.println();
        out.print(table.text());
        out.println("(" + clients.size() + " client networks in all; measured through real sockets)");
        out.println();
        out.flush();
    }

    private List<String> row(SimulatedClient client, AnswerCheck.Result result) {
        List<String> cells = new ArrayList<>(List.of(
                client.network().prefix().toString(),
                client.city().name() + ", " + client.city().country()));
        Map<String, Estimate> estimates = daemon.snapshot()
                .flatMap(Snapshot::map)
                .flatMap(map -> map.estimates(client.responder()))
                .map(PrefixEstimates::byZone)
                .orElse(Map.of());
        internet.world()
                .zones()
                .forEach(zone -> cells.add(Optional.ofNullable(estimates.get(zone.name()))
                        .map(estimate -> String.format(Locale.ROOT, "%.1f", estimate.rttNanos() / NANOS_PER_MS))
                        .orElse("?")));
        cells.add(result.name(client));
        SimulatedZone nearest = nearest(client);
        cells.add(
                result.zone(client).filter(nearest::equals).isPresent()
                        ? ""
                        : "though " + nearest.name() + " is nearer");
        return cells;
    }

    /** Shows some clients whose answer changed. */
    void changes(AnswerCheck.Result before, AnswerCheck.Result after) {
        List<SimulatedClient> changed = internet.world().clients().stream()
                .filter(client -> !before.name(client).equals(after.name(client)))
                .toList();
        changed.stream()
                .limit(MOST_CHANGES)
                .forEach(client -> out.println(
                        "  " + client.city().name() + ": " + before.name(client) + " -> " + after.name(client)));
        if (changed.size() > MOST_CHANGES) {
            out.println("  and " + (changed.size() - MOST_CHANGES) + " more");
        }
        out.flush();
    }

    /** Says what can be tried while it runs. */
    void tryIt(int port, Path configuration) {
        String dig = "  dig @127.0.0.1 -p " + port + " ";
        SimulatedClient one = internet.world().clients().getFirst();
        SimulatedClient other = internet.world().clients().getLast();
        out.println();
        out.println("Ask it yourself:");
        out.println(dig + SimulatedTopology.NAME + " A +short +subnet="
                + one.network().prefix());
        out.println(dig + SimulatedTopology.NAME + " A +short +subnet="
                + other.network().prefix());
        out.println(dig + SimulatedTopology.BUCKET + "." + SimulatedTopology.NAMESPACE + " CNAME +short +subnet="
                + other.network().prefix());
        out.println(dig + "_map." + SimulatedTopology.DNS_ZONE + " TXT +short");
        out.println("  export ISOCHRONE_CONFIG=" + configuration);
        out.println("  ./isochrone explain " + SimulatedTopology.NAME + " --client " + one.responder());
        out.println("  ./isochrone report best-zone");
        daemon.http().ifPresent(http -> {
            out.println("  curl http://127.0.0.1:" + http.getPort() + "/health");
            out.println("  curl http://127.0.0.1:" + http.getPort() + "/metrics");
        });
        out.flush();
    }

    /**
     * Says how to go on with a real name server.
     *
     * @param socket where the remote protocol is spoken
     */
    void next(Path socket) {
        out.println();
        out.println("With a real PowerDNS, this in its pdns.conf:");
        out.println("  launch=remote");
        out.println("  remote-connection-string=unix:path=" + socket + ",timeout=1000");
        out.println("  edns-subnet-processing=yes");
        out.println("  consistent-backends=no");
        out.println("Other ways, through the pipe backend too: pdns-plugin/examples/");
        out.flush();
    }

    private SimulatedZone nearest(SimulatedClient client) {
        return internet.world().zones().stream()
                .min(Comparator.comparingDouble(zone -> distance(zone, client)))
                .orElseThrow();
    }

    private static double distance(SimulatedZone zone, SimulatedClient client) {
        return zone.city().location().distanceKm(client.city().location());
    }
}
