package org.isochrone.app.e2e;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.isochrone.steering.testkit.ServerProcess;
import org.isochrone.steering.testkit.Servers;

/**
 * Network namespaces that have nothing in common but a cable each to a hub, which can be pulled out: what is sent then
 * goes nowhere and nobody says so, as where a carrier fails. The hub, a namespace too, has addresses of its own. None
 * of them has a name outside, and they end with the processes that hold them. For one thread.
 */
final class Cables implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Longer than any test. */
    private static final String LIFE = "600";

    private final Path folder;
    private final ServerProcess hub;
    private final Map<String, ServerProcess> ends = new LinkedHashMap<>();

    private Cables(Path folder) {
        this.folder = folder;
        this.hub = namespace("hub");
    }

    /**
     * Lays a cable to each of {@code names}; skips or fails the test where this process may not.
     *
     * @param addresses of the hub, which every name can reach
     */
    static Cables lay(Path folder, List<String> names, List<String> addresses) {
        Servers.require("ip");
        Servers.require("nsenter");
        Servers.require("unshare");
        try (ServerProcess probe =
                ServerProcess.start(folder.resolve("may.log"), List.of("unshare", "--net", "true"))) {
            probe.awaitEnd();
            Servers.require(probe.log().isBlank(), "no network namespaces here: " + probe.log());
        }
        Cables cables = new Cables(folder);
        try {
            addresses.forEach(address -> cables.run(cables.inHub(), "ip addr add " + address + "/32 dev lo"));
            names.forEach(cables::lay);
            return cables;
        } catch (RuntimeException | Error e) {
            cables.close();
            throw e;
        }
    }

    private ServerProcess namespace(String name) {
        String script = "ip link set lo up && echo is there && exec sleep " + LIFE;
        return ServerProcess.start(
                        folder.resolve("namespace-" + name + ".log"), List.of("unshare", "--net", "sh", "-c", script))
                .awaitLog("is there");
    }

    private void lay(String name) {
        ServerProcess end = namespace(name);
        ends.put(name, end);
        String subnet = "10.77." + ends.size();
        run(
                inHub(),
                "ip link add " + cable(name) + " type veth peer name eth0 netns " + end.pid() + " && ip addr add "
                        + subnet + ".1/24 dev " + cable(name) + " && ip link set " + cable(name) + " up");
        run(
                inside(name),
                "ip addr add " + subnet + ".2/24 dev eth0 && ip link set eth0 up && ip route add default via " + subnet
                        + ".1");
    }

    private static String cable(String name) {
        return "to-" + name;
    }

    private void run(List<String> where, String script) {
        List<String> command = new ArrayList<>(where);
        command.addAll(List.of("sh", "-c", script));
        ServerProcess.run(folder.resolve("cables.log"), command);
    }

    /** Returns the address of {@code name} as the hub sees it. */
    String addressOf(String name) {
        return "10.77." + (List.copyOf(ends.keySet()).indexOf(name) + 1) + ".2";
    }

    /** Returns the start of a command line that runs what follows in the namespace of {@code name}. */
    List<String> inside(String name) {
        return enter(Objects.requireNonNull(ends.get(name), name));
    }

    /** Returns the same for the hub. */
    List<String> inHub() {
        return enter(hub);
    }

    private static List<String> enter(ServerProcess holder) {
        return List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net", "--");
    }

    /** Pulls the cable of {@code name} out of the hub. */
    void pull(String name) {
        run(inHub(), "ip link set " + cable(name) + " down");
    }

    /** Puts it in again. */
    void plug(String name) {
        run(inHub(), "ip link set " + cable(name) + " up");
    }

    /** Waits until a TCP port of the hub, on {@code address}, is listened to. */
    void awaitListener(ServerProcess server, String address, int port) {
        List<String> command = new ArrayList<>(inHub());
        command.addAll(List.of("ss", "-Hltn", "src", address + ":" + port));
        server.awaitReady(
                PATIENCE,
                () -> ServerProcess.run(folder.resolve("ss-" + System.nanoTime() + ".log"), command)
                        .contains("LISTEN"));
    }

    @Override
    public void close() {
        ends.values().forEach(ServerProcess::kill);
        hub.kill();
    }
}
