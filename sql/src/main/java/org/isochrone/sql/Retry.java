package org.isochrone.sql;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.isochrone.steering.port.StoreException;

/**
 * Doing a transaction again that lost a deadlock, waited too long for a lock, or lost its server to a fail-over:
 * {@link #ATTEMPTS} times at most, with a random pause that doubles each time, so that two who collided do not collide
 * again. Safe for any thread if {@code random} is.
 */
record Retry(RandomGenerator random) {
    static final int ATTEMPTS = 5;

    private static final long FIRST_PAUSE_NANOS = 20_000_000;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int DEADLOCK = 1213;
    private static final String SERIALIZATION_FAILURE = "40001";

    /** The class of SQL states of broken connections, and the one that says: it may be done, and it may be not. */
    private static final String CONNECTION = "08";

    static final String UNCLEAR = "08007";

    /** Shutting down; read-only; read-only for a replica; a cluster's node that is not ready. */
    private static final Set<Integer> GIVEN_UP = Set.of(1053, 1290, 1836, 1047);

    /** A transaction. */
    interface Attempt<T> {
        T run() throws SQLException;
    }

    /** Runs {@code attempt} until it succeeds, fails for another reason, or was tried often enough. */
    <T> T run(Attempt<T> attempt, Function<SQLException, StoreException> failure) {
        for (int tried = 1; ; tried++) {
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (!isPassing(e) || tried == ATTEMPTS) {
                    throw failure.apply(e);
                }
                pause(tried);
            }
        }
    }

    /** Waits after the {@code tried}th try. */
    void pause(int tried) {
        LockSupport.parkNanos(pauseNanos(tried));
    }

    /** Returns how long to wait after the {@code tried}th try: anything below 20 ms, 40 ms, 80 ms and so on. */
    long pauseNanos(int tried) {
        return random.nextLong(FIRST_PAUSE_NANOS << (tried - 1));
    }

    /** Tells whether the same transaction may succeed now, and has not already. */
    static boolean isPassing(SQLException e) {
        return e.getErrorCode() == LOCK_WAIT_TIMEOUT
                || e.getErrorCode() == DEADLOCK
                || SERIALIZATION_FAILURE.equals(e.getSQLState())
                || isLost(e);
    }

    /**
     * Tells whether the server went away, or gave up its role, under a connection that had worked. Of a pool that has
     * no connection to give, nothing is to be expected before long.
     */
    static boolean isLost(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return hasGivenUp(e)
                || (state.startsWith(CONNECTION)
                        && !state.equals(UNCLEAR)
                        && !(e instanceof SQLTransientConnectionException));
    }

    /** Tells whether the server is there and says that it is not the one to write to, now or any more. */
    static boolean hasGivenUp(SQLException e) {
        return GIVEN_UP.contains(e.getErrorCode());
    }
}
