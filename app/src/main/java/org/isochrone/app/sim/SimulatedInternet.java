package org.isochrone.app.sim;

import java.io.IOException;
import java.util.List;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.Target;

/**
 * A small internet on loopback, in this process: client networks that answer DNS probes late by as much as geography
 * asks, and zones whose service can be taken down. Needs an operating system on which all of 127.0.0.0/8 is local, as
 * Linux is. Safe for any thread. Close it to free its sockets.
 */
public final class SimulatedInternet implements AutoCloseable {
    private final World world;
    private final Paths paths;
    private final Responders responders;
    private final Endpoints endpoints;

    private SimulatedInternet(World world, Paths paths) throws IOException {
        this.world = world;
        this.paths = paths;
        this.responders = new Responders(world, paths);
        this.endpoints = new Endpoints(world);
    }

    /**
     * Opens the sockets of the standard world.
     *
     * @param seed of detours, jitter and loss
     * @param lossRate share of questions that get no answer, 0 to 1
     * @param scale factor on every delay, 1 for real geography
     * @throws IOException if an address of 127.0.0.0/8 cannot be bound
     */
    public static SimulatedInternet start(long seed, double lossRate, double scale) throws IOException {
        World world = World.standard();
        return new SimulatedInternet(world, new Paths(world.zones(), world.clients(), seed, lossRate, scale));
    }

    /** Returns who lives where. */
    public World world() {
        return world;
    }

    /** Returns what peers may probe: the DNS responder of every client network. */
    public List<Target> targets() {
        return world.clients().stream()
                .map(client ->
                        new Target(client.network().prefix(), client.responder(), ProbeMethod.DNS, responders.port()))
                .toList();
    }

    /** Returns the RTT that a perfect measurement would find, nanoseconds. */
    public long truthNanos(SimulatedZone zone, SimulatedClient client) {
        return paths.truthNanos(zone, client);
    }

    /** Returns the URL that serves a zone. */
    public String endpoint(SimulatedZone zone) {
        return endpoints.url(zone.name());
    }

    /** Lets a zone's service refuse connections. */
    public void takeDown(SimulatedZone zone) {
        endpoints.takeDown(zone.name());
    }

    /**
     * Lets a zone's service answer again.
     *
     * @throws IOException if somebody took its port meanwhile
     */
    public void bringUp(SimulatedZone zone) throws IOException {
        endpoints.bringUp(zone.name());
    }

    /** Returns how many probes arrived so far. */
    public long questions() {
        return responders.questions();
    }

    @Override
    public void close() throws IOException {
        endpoints.close();
        responders.close();
    }
}
