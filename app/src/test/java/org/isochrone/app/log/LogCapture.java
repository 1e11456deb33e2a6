package org.isochrone.app.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What our classes log while this is open. */
public final class LogCapture implements AutoCloseable {
    private final ListAppender<ILoggingEvent> kept = new ListAppender<>();
    private final Logger logger;

    /** Keeps what classes below this package or class log. */
    public LogCapture(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
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
    }
}
