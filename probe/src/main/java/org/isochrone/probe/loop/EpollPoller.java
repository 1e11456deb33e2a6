package org.isochrone.probe.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.isochrone.probe.linux.Epoll;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for sockets of the kernel by their descriptors. */
public final class EpollPoller implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(EpollPoller.class);
    private static final int WORK = 256;

    private final Epoll epoll;
    private final Map<Integer, Ready> handlers = new HashMap<>();
    private int ready;

    /** What is done with a socket that is ready. */
    @FunctionalInterface
    public interface Ready {
        /** Handles it; {@code nowNanos} was read right after the wait. */
        void ready(long nowNanos) throws IOException;
    }

    /** Opens it. */
    public EpollPoller() {
        try {
            epoll = new Epoll();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets", e);
        }
    }

    /** Lets {@code ready} handle {@code descriptor} whenever one of {@code events} of {@link Epoll} is there. */
    public void register(int descriptor, int events, Ready ready) throws IOException {
        epoll.add(descriptor, events);
        handlers.put(descriptor, ready);
    }

    /** Waits for {@code descriptor} no longer; to be called before it is closed. */
    public void forget(int descriptor) {
        if (handlers.remove(descriptor) != null) {
            epoll.remove(descriptor);
        }
    }

    @Override
    public void await(long millis) throws IOException {
        ready = 0;
        ready = epoll.await((int) millis);
    }

    @Override
    public void handleReady(long nowNanos) {
        for (int i = 0; i < ready; i++) {
            // One that was ready may be gone by what was done with another.
            Ready handler = handlers.get(epoll.ready(i));
            if (handler != null) {
                try {
                    handler.ready(nowNanos);
                } catch (IOException | RuntimeException e) {
                    LOG.error("a socket could not be handled", e);
                }
            }
        }
    }

    @Override
    public void wake() {
        epoll.wake();
    }

    @Override
    public int workBetweenWaits() {
        return WORK;
    }

    @Override
    public void close() {
        epoll.close();
    }
}
