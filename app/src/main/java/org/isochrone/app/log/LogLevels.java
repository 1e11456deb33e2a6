package org.isochrone.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets how much is logged; {@code logback.xml} says where to and how a line looks. */
public final class LogLevels {
    private static final String OURS = "org.isochrone";

    private LogLevels() {}

    /** For a daemon: what happens, and with {@code debug} why. */
    public static void daemon(boolean debug) {
        set(debug ? Level.DEBUG : Level.INFO);
    }

    /** For a command that prints its result: only what goes wrong, unless {@code debug}. */
    public static void command(boolean debug) {
        set(debug ? Level.DEBUG : Level.WARN);
        libraries(debug);
    }

    /** For a command that tells a story in which things go wrong on purpose. */
    public static void story(boolean debug) {
        set(debug ? Level.DEBUG : Level.ERROR);
        libraries(debug);
    }

    private static void libraries(boolean debug) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context && !debug) {
            // What a library grumbles about is either told by us as an error, or no concern of whoever runs a command.
            context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
            context.getLoggerList().stream()
                    .filter(logger ->
                            logger.getLevel() == Level.WARN && !logger.getName().equals(OURS))
                    .forEach(logger -> logger.setLevel(Level.ERROR));
        }
    }

    private static void set(Level level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(OURS).setLevel(level);
        }
    }
}
