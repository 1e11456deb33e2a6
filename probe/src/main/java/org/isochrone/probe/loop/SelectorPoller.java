package org.isochrone.probe.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for channels of the JDK. */
public final class SelectorPoller implements Poller {
    private static final Logger LOG = LoggerFactory.getLogger(SelectorPoller.class);
    private static final int WORK = 16;

    private final Selector selector;

    /** What is done with a channel that is ready. */
    @FunctionalInterface
    public interface Ready {
        /** Handles it; {@code nowNanos} was read right after the wait. */
        void ready(long nowNanos) throws IOException;
    }

    /** Opens the selector. */
    public SelectorPoller() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets", e);
        }
    }

    /** Lets {@code ready} handle {@code channel}, which must be non-blocking, whenever one of {@code operations} is. */
    public void register(SelectableChannel channel, int operations, Ready ready) throws IOException {
        channel.register(selector, operations, ready);
    }

    @Override
    public void await(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow();
        } else {
            selector.select(millis);
        }
    }

    @Override
    public void handleReady(long nowNanos) {
        selector.selectedKeys().forEach(key -> handle(key, nowNanos));
        selector.selectedKeys().clear();
    }

    private static void handle(SelectionKey key, long nowNanos) {
        if (key.isValid() && key.attachment() instanceof Ready ready) {
            try {
                ready.ready(nowNanos);
            } catch (IOException | RuntimeException e) {
                LOG.error("a socket could not be handled", e);
            }
        }
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public int workBetweenWaits() {
        return WORK;
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
