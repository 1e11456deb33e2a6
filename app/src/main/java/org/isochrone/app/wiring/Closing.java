package org.isochrone.app.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open, to be closed in the reverse order. A step that fails is logged and holds up none of the others. Safe
 * for any thread.
 */
final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String name, AutoCloseable open) {}

    /** Adds what was opened just now; {@code name} is for the log. */
    synchronized void add(String name, AutoCloseable open) {
        steps.push(new Step(name, open));
    }

    /** Closes everything, the last opened first; the second time nothing is left to close. */
    @Override
    public synchronized void close() {
        while (!steps.isEmpty()) {
            Step step = steps.pop();
            try {
                step.open().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.error("{}: interrupted while it was closed", step.name(), e);
            } catch (Exception e) {
                LOG.error("{} could not be closed", step.name(), e);
            }
        }
    }
}
