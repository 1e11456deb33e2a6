package org.isochrone.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** What our classes log while this is open. */
public final class LogCapture implements AutoCloseable {
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();
    private final Logger logger;
    private final Optional<Level> before;

    /**
     * Keeps what classes below this package or class log, of {@code INFO} at least: a command that ran in the same JVM
     * leaves levels behind.
     */
    public LogCapture(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        before = Optional.ofNullable(logger.getLevel());
        if (logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)) {
            logger.setLevel(Level.INFO);
        }
        kept.start();
        logger.addAppender(kept);
    }

    /** Returns the lines so far, such as {@code WARN it is away}, with {@code +stack} at the end if there is one. */
    public List<String> lines() {
        return List.copyOf(kept.list).stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage()
                        + (event.getThrowableProxy() == null ? "" : " +stack"))
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(kept);
        logger.setLevel(before.orElse(null));
    }
}
