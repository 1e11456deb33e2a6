package org.isochrone.steering.memcached;

import net.spy.memcached.compat.log.AbstractLogger;
import net.spy.memcached.compat.log.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes what Spymemcached says on as debugging: it reports every lost connection with a stack trace, while readers and
 * publishers here tell once what it means for them. Made by Spymemcached through its system property.
 */
public final class QuietLogger extends AbstractLogger {
    private final Logger log;

    /** A logger for the class of that name. */
    public QuietLogger(String name) {
        super(name);
        log = LoggerFactory.getLogger(name);
    }

    @Override
    public boolean isTraceEnabled() {
        return log.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return log.isTraceEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return log.isDebugEnabled();
    }

    @Override
    public void log(Level level, @Nullable Object message, @Nullable Throwable cause) {
        switch (level) {
            case TRACE, DEBUG -> log.trace("{}", message, cause);
            case INFO, WARN, ERROR, FATAL -> log.debug("{}", message, cause);
        }
    }
}
