package org.isochrone.sql;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.sql.tls.Tls;
import org.isochrone.steering.config.Secrets;
import org.isochrone.steering.config.Settings;

/**
 * Where the database is and how it is used: the section {@code [DB]}. Immutable.
 *
 * @param type which server
 * @param server host name or address; {@code Server}, default 127.0.0.1
 * @param port TCP port; {@code Port}, default 3306, 1 to 65535
 * @param user {@code User}, default {@code isochrone}
 * @param password {@code Password}, or the first line of the file {@code PasswordFile}; default empty
 * @param database schema name; {@code Database}, default {@code isochrone}
 * @param poolSize connections at most; {@code PoolSize}, default 8, 1 to 64
 * @param connectTimeout how long to wait for a connection; {@code ConnectTimeout}, default 5 s, 250 ms to 1 min
 * @param statementTimeout how long the server may be silent during one statement; {@code StatementTimeout}, default 1
 *     min, 1 s to 1 h
 * @param tls how connections are protected; {@code Tls} and {@code TlsCa}
 */
public record DbConfig(
        Type type,
        String server,
        int port,
        String user,
        String password,
        String database,
        int poolSize,
        Duration connectTimeout,
        Duration statementTimeout,
        Tls tls) {
    /** Which server is used; {@code Type}, default {@code mysql}. */
    public enum Type {
        /** A MySQL or MariaDB server that somebody else runs. */
        MYSQL,
        /** The MariaDB inside this program, which it starts itself; server, port, user and password are not read. */
        EMBEDDED
    }

    private static final String SECTION = "DB";
    private static final String NAME = "[A-Za-z0-9_$-]{1,64}";

    /** Reads the section {@code [DB]}. */
    public static DbConfig from(Settings settings) {
        return new DbConfig(
                settings.parsed(SECTION, "Type", Type.MYSQL, "mysql or embedded", DbConfig::type),
                settings.text(SECTION, "Server", "127.0.0.1"),
                settings.integer(SECTION, "Port", 3306, 1, 65_535),
                settings.text(SECTION, "User", "isochrone"),
                Secrets.read(settings, SECTION, "Password"),
                settings.parsed(
                        SECTION,
                        "Database",
                        "isochrone",
                        "1 to 64 letters, digits, _, $ and -",
                        text -> Optional.of(text).filter(name -> name.matches(NAME))),
                settings.integer(SECTION, "PoolSize", 8, 1, 64),
                settings.duration(
                        SECTION,
                        "ConnectTimeout",
                        Duration.ofSeconds(5),
                        Duration.ofMillis(250),
                        Duration.ofMinutes(1)),
                settings.duration(
                        SECTION, "StatementTimeout", Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofHours(1)),
                Tls.from(settings, SECTION));
    }

    /** Returns what {@link #from} returns for an empty section, but at this place and for this user. */
    public static DbConfig at(String server, int port, String user, String password, String database) {
        return new DbConfig(
                Type.MYSQL,
                server,
                port,
                user,
                password,
                database,
                8,
                Duration.ofSeconds(5),
                Duration.ofMinutes(1),
                Tls.DEFAULT);
    }

    /** Returns the same, but for the server at this place. */
    public DbConfig movedTo(String newServer, int newPort, String newUser, String newPassword) {
        return new DbConfig(
                type,
                newServer,
                newPort,
                newUser,
                newPassword,
                database,
                poolSize,
                connectTimeout,
                statementTimeout,
                tls);
    }

    /** Returns the same, but with connections protected like this. */
    public DbConfig with(Tls newTls) {
        return new DbConfig(
                type, server, port, user, password, database, poolSize, connectTimeout, statementTimeout, newTls);
    }

    /** Returns {@code user@server:port/database}, without the password. */
    @Override
    public String toString() {
        return user + "@" + host() + ":" + port + "/" + database;
    }

    /** Returns the server as it stands in a URL: an IPv6 address in brackets. */
    String host() {
        return server.contains(":") && !server.startsWith("[") ? "[" + server + "]" : server;
    }

    private static Optional<Type> type(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "mysql", "mariadb" -> Optional.of(Type.MYSQL);
            case "embedded" -> Optional.of(Type.EMBEDDED);
            default -> Optional.empty();
        };
    }
}
