package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.isochrone.sql.tls.Tls;
import org.isochrone.steering.port.StoreException;
import org.isochrone.steering.testkit.Certificate;
import org.isochrone.steering.testkit.MariaDbServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS to a real server that has it, and to one that has not. */
class TlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Certificate own;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static Certificate other;

    @SuppressWarnings("NullAway.Init") // by @BeforeAll
    private static MariaDbServer server;

    @BeforeAll
    static void start() {
        own = Certificate.forLoopback(folder, "own one & only");
        other = Certificate.forLoopback(folder, "other");
        server = MariaDbServer.start(
                List.of("--ssl-cert=" + own.certificate(), "--ssl-key=" + own.key(), "--ssl-ca=" + own.certificate()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void isUsedWhereTheServerHasIt() {
        assertEquals("plain", protection("127.0.0.1", server, new Tls(Tls.Mode.OFF, Optional.empty())));
        assertEquals("encrypted", protection("127.0.0.1", server, Tls.DEFAULT));
        assertEquals("encrypted", protection("127.0.0.1", server, new Tls(Tls.Mode.REQUIRED, Optional.empty())));
        assertEquals("encrypted", protection("127.0.0.1", server, verified(own)));
    }

    @Test
    void isAskedForWhereTheServerHasNone() {
        MariaDbServer plain = MariaDbServer.shared();
        assertEquals("plain", protection("127.0.0.1", plain, Tls.DEFAULT));
        assertRefused("127.0.0.1", plain, new Tls(Tls.Mode.REQUIRED, Optional.empty()), "SSL");
        assertRefused("127.0.0.1", plain, verified(own), "SSL");
    }

    @Test
    void aServerThatCannotProveItselfIsRefused() {
        assertRefused("127.0.0.1", server, verified(other), "ath ");
        assertRefused("127.0.0.1", server, new Tls(Tls.Mode.VERIFIED, Optional.empty()), "ath ");
        assertRefused("localhost", server, verified(own), "localhost");
    }

    @Test
    void aReplacedAuthorityHoldsFromTheNextConnectionOn() throws IOException {
        Path file = Files.copy(other.certificate(), folder.resolve("trusted.pem"));
        Tls tls = new Tls(Tls.Mode.VERIFIED, Optional.of(file));
        assertRefused("127.0.0.1", server, tls, "ath ");
        Files.writeString(file, Files.readString(file) + Files.readString(own.certificate()));
        assertEquals("encrypted", protection("127.0.0.1", server, tls));
    }

    @Test
    void usersMayBeHeldToIt() {
        String name = server.freshDatabase();
        ScriptRun.Result made = ScriptRun.of(server, folder)
                .with(
                        "--database",
                        name,
                        "--user",
                        "reports=careful",
                        "--require-tls",
                        "--tls-ca",
                        "" + own.certificate())
                .run();
        assertEquals(0, made.code(), made.err());
        assertTrue(made.out().contains("Tls = required\n"), made.out());
        String password = read(folder.resolve("secrets/reports.password"));
        DbConfig config = DbConfig.at("127.0.0.1", server.port(), "careful", password, name);
        assertEquals("encrypted", protection(config, PATIENCE));
        assertRefused(config.with(new Tls(Tls.Mode.OFF, Optional.empty())), "Access denied for user 'careful'");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tls verified(Certificate authority) {
        return new Tls(Tls.Mode.VERIFIED, Optional.of(authority.certificate()));
    }

    private static String protection(String host, MariaDbServer at, Tls tls) {
        DbConfig config = DbConfig.at(host, at.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, "mysql");
        return protection(config.with(tls), PATIENCE);
    }

    private static String protection(DbConfig config, Duration patience) {
        try (Database database =
                Database.open(TestDatabase.limited(config, patience, config.statementTimeout()), new Random(1))) {
            String cipher = database.read(
                            "ask",
                            connection -> Rows.select(
                                    connection, "SHOW STATUS LIKE 'Ssl_cipher'", row -> {}, row -> row.getString(2)))
                    .getFirst();
            return cipher.isEmpty() ? "plain" : "encrypted";
        }
    }

    private static void assertRefused(String host, MariaDbServer at, Tls tls, String word) {
        DbConfig config = DbConfig.at(host, at.port(), MariaDbServer.USER, MariaDbServer.PASSWORD, "mysql");
        assertRefused(config.with(tls), word);
    }

    /** A pool tries until its patience ends and only then says why it failed, if the server got round to refuse it. */
    private static void assertRefused(DbConfig config, String word) {
        String said = "";
        for (Duration patience = Duration.ofMillis(500);
                !said.contains(word) && patience.compareTo(PATIENCE) < 0;
                patience = patience.multipliedBy(2)) {
            Duration limit = patience;
            said = assertThrows(StoreException.class, () -> protection(config, limit))
                    .toString();
        }
        assertTrue(said.contains(word), said);
    }
}
