package org.isochrone.sql;

import com.mysql.cj.jdbc.MysqlDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.isochrone.steering.port.StoreException;

/**
 * A pool of connections to one MySQL or MariaDB database. Opening it succeeds while the server is away: only its use
 * waits, {@code ConnectTimeout} at most, and then fails with {@link StoreException}. Sessions run in UTC, in strict
 * mode and at READ COMMITTED, so that a look-up after an insert sees what others have just committed. Safe for any
 * thread.
 */
public final class Database implements AutoCloseable {
    /** A connection this old is replaced, so that a moved server or a changed password is noticed. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(10);

    /** Less than the life of a connection, or the pool warns that it makes no sense. */
    private static final Duration IDLE = Duration.ofMinutes(5);

    private static final Duration KEEPALIVE = Duration.ofMinutes(2);

    /** The server gives up on a row lock after this and the transaction is tried again. */
    private static final int LOCK_WAIT_SECONDS = 10;

    /** A folder in which there is nothing to send. */
    private static final String NO_FILES = "/dev/null";

    /** SQL states of a table and of a column that is not there. */
    private static final Set<String> LACKING = Set.of("42S02", "42S22");

    /** Statements of a thousand rows are long, and to parse one takes the driver longer than to fill it in. */
    private static final int PARSED_LENGTH = 100_000;

    private static final int PARSED_STATEMENTS = 100;

    private final HikariDataSource pool;
    private final DbConfig config;
    private final Retry retry;
    private final AtomicLong failures = new AtomicLong();
    private final Keys keys = Keys.forgettingAfter(failures::get, InstantSource.system());

    private Database(DbConfig config, RandomGenerator random) {
        this.config = config;
        this.retry = new Retry(random);
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("isochrone-" + config.database());
        hikari.setDataSource(dataSource(config, config.statementTimeout()));
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setMinimumIdle(1);
        hikari.setIdleTimeout(IDLE.toMillis());
        hikari.setConnectionTimeout(config.connectTimeout().toMillis());
        hikari.setValidationTimeout(config.connectTimeout().toMillis());
        hikari.setMaxLifetime(MAX_LIFETIME.toMillis());
        hikari.setKeepaliveTime(KEEPALIVE.toMillis());
        hikari.setInitializationFailTimeout(-1);
        hikari.setExceptionOverride(new LeaveDemotedServer());
        hikari.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool = new HikariDataSource(hikari);
    }

    /**
     * Leaves a server that gave up its role: a try on the same connection, or on another of the pool, would meet it
     * again.
     */
    private final class LeaveDemotedServer implements SQLExceptionOverride {
        @java.lang.Override
        public SQLExceptionOverride.Override adjudicate(SQLException failure) {
            if (!Retry.hasGivenUp(failure)) {
                return SQLExceptionOverride.Override.CONTINUE_EVICT;
            }
            pool.getHikariPoolMXBean().softEvictConnections();
            return SQLExceptionOverride.Override.MUST_EVICT;
        }
    }

    /** Makes the pool; does not wait for the server. */
    public static Database open(DbConfig config, RandomGenerator random) {
        return new Database(config, random);
    }

    /** Returns where the database is. */
    public DbConfig config() {
        return config;
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * Does {@code work} with each statement a transaction of its own.
     *
     * @param what completes "cannot …" in the message of a failure
     * @throws StoreException if the server cannot be reached or refuses
     */
    public <T> T read(String what, SqlWork<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.run(connection);
        } catch (SQLException e) {
            throw failure(what, e);
        }
    }

    /**
     * Does {@code work} in one transaction, again from the start after a deadlock, a lock that took too long, or the
     * loss of the server. If the connection breaks during the commit, it fails and nobody knows whether it was done.
     */
    <T> T write(String what, SqlWork<T> work) {
        return retry.run(() -> inTransaction(work, false), e -> failure(what, e));
    }

    /** Does the same with {@code work} that may be done twice, and does it again if the commit was unclear, too. */
    <T> T writeRepeatable(String what, SqlWork<T> work) {
        return retry.run(() -> inTransaction(work, true), e -> failure(what, e));
    }

    /** Waits before work is tried again in which another process was faster, as {@link Retry} does. */
    void pause(int tried) {
        retry.pause(tried);
    }

    /** Returns the pool in the form that libraries expect. */
    public DataSource source() {
        return pool;
    }

    /**
     * Returns connections for scripts: not of the pool, and a statement may take as long as it takes, since a large
     * table is rebuilt for hours and the server says nothing meanwhile.
     */
    DataSource patientSource() {
        return dataSource(config, Duration.ZERO);
    }

    /** Returns the surrogate keys. */
    Keys keys() {
        return keys;
    }

    /** Returns what to throw for {@code cause}. */
    StoreException failure(String what, SQLException cause) {
        failures.incrementAndGet();
        String advice = LACKING.contains(String.valueOf(cause.getSQLState()))
                ? "; the database was not brought to the version of this program: run isochrone db migrate"
                : "";
        return new StoreException("cannot " + what + " (" + config + "): " + reason(cause) + advice, cause);
    }

    /**
     * Returns what went wrong. Of a connection that did not come about, or broke, the network says why: in the cause of
     * the driver's exception, which may be the cause of the pool's, and these only tell how long they waited. Whether
     * something was done before it broke is another matter, and said first.
     */
    static String reason(SQLException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof IOException && !Retry.UNCLEAR.equals(failure.getSQLState())) {
            return "no connection to the server: " + line(deepest);
        }
        String message = line(failure);
        return message.contains(line(deepest)) ? message : message + ": " + line(deepest);
    }

    private static String line(Throwable failure) {
        return String.valueOf(failure.getMessage()).replaceAll("\\R+", " ").strip();
    }

    private <T> T inTransaction(SqlWork<T> work, boolean repeatable) throws SQLException {
        // The pool rolls back and restores auto-commit when a connection comes back with work undone.
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            T result = work.run(connection);
            commit(connection, repeatable);
            return result;
        } catch (SQLException e) {
            if (Retry.isLost(e)) {
                // The server that is found next may know the same names under other keys.
                failures.incrementAndGet();
            }
            throw e;
        }
    }

    private static void commit(Connection connection, boolean repeatable) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (Retry.isLost(e) && !repeatable) {
                throw new SQLException(
                        "the connection broke during the commit, which may have been done: " + e.getMessage(),
                        Retry.UNCLEAR,
                        e);
            }
            throw e;
        }
    }

    /** With {@code longest} zero a statement may take any time. */
    private static MysqlDataSource dataSource(DbConfig config, Duration longest) {
        MysqlDataSource source = new MysqlDataSource();
        source.setUrl("jdbc:mysql://" + config.host() + ":" + config.port() + "/" + config.database()
                + "?connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true"
                + "&rewriteBatchedStatements=true&useAffectedRows=true&cachePrepStmts=true&tcpKeepAlive=true"
                + "&prepStmtCacheSize=" + PARSED_STATEMENTS + "&prepStmtCacheSqlLimit=" + PARSED_LENGTH
                // Without a path the server is not told that BurstInsert can send; with this one no file is ever sent.
                + "&allowLoadLocalInfileInPath=" + NO_FILES
                + "&connectTimeout=" + config.connectTimeout().toMillis()
                + "&socketTimeout=" + longest.toMillis()
                + config.tls().parameters()
                + "&sessionVariables=innodb_lock_wait_timeout=" + LOCK_WAIT_SECONDS);
        source.setUser(config.user());
        source.setPassword(config.password());
        return source;
    }
}
