package org.isochrone.pdns.http;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server of the JDK with a virtual thread per request, so that whoever sends half a request holds up nobody but
 * himself: he has {@link #REQUEST_SECONDS} for all of it, and {@link #ANSWER_SECONDS} to take the answer, and there are
 * at most {@link #MAX_CONNECTIONS} of his kind.
 */
public final class HttpDoor implements AutoCloseable {
    /** Within this a request has to be there to its end, seconds; the server looks about once a second. */
    public static final int REQUEST_SECONDS = 5;

    /** Within this an answer has to be made and taken to its end, seconds: a list of all zones takes a few. */
    public static final int ANSWER_SECONDS = 60;

    /** Connections at a time, of each server; one more is closed at once. */
    public static final int MAX_CONNECTIONS = 512;

    static {
        // Read once, before the first server of this JVM; what somebody gave on the command line stands.
        give("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        give("sun.net.httpserver.maxRspTime", ANSWER_SECONDS);
        give("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
    }

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpDoor(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Binds; port 0 takes a free one. Nothing is served before {@link #start}.
     *
     * @param name of the threads
     * @throws IOException if the address cannot be bound
     */
    public static HttpDoor bind(InetSocketAddress listen, String name) throws IOException {
        HttpServer server = HttpServer.create(listen, 0);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 1).factory());
        server.setExecutor(threads);
        return new HttpDoor(server, threads);
    }

    /** Has what lies at or below {@code path} answered by {@code handler}, unless a longer path is. */
    public void route(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Begins to serve. */
    public void start() {
        server.start();
    }

    /** Returns where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void give(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }
}
