package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.sql.tls.Tls;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbConfigTest {
    private final Problems problems = new Problems();

    @TempDir
    Path folder;

    @Test
    void anEmptySectionHasTheDefaults() {
        assertEquals(
                new DbConfig(
                        DbConfig.Type.MYSQL,
                        "127.0.0.1",
                        3306,
                        "isochrone",
                        "",
                        "isochrone",
                        8,
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        Tls.DEFAULT),
                read(Map.of()));
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void readsEveryKey() {
        DbConfig config = read(Map.of(
                "Type", "embedded",
                "Server", "2001:db8::1",
                "Port", "3307",
                "User", "u",
                "Password", "p",
                "Database", "latency",
                "PoolSize", "64",
                "ConnectTimeout", "250ms",
                "StatementTimeout", "1h"));
        assertEquals(DbConfig.Type.EMBEDDED, config.type());
        assertEquals("u@[2001:db8::1]:3307/latency", config.toString());
        assertEquals(64, config.poolSize());
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void namesEveryProblem() {
        read(Map.of(
                "Type", "oracle",
                "Port", "0",
                "Database", "a b",
                "PoolSize", "65",
                "ConnectTimeout", "1ms",
                "StatementTimeout", "2h"));
        assertEquals(
                List.of(
                        "here: [DB] Type must be mysql or embedded: 'oracle'",
                        "here: [DB] Port must be a whole number in [1..65535]: '0'",
                        "here: [DB] Database must be 1 to 64 letters, digits, _, $ and -: 'a b'",
                        "here: [DB] PoolSize must be a whole number in [1..64]: '65'",
                        "here: [DB] ConnectTimeout must be a time in [250ms..1m]: '1ms'",
                        "here: [DB] StatementTimeout must be a time in [1s..1h]: '2h'"),
                problems.errors());
    }

    @Test
    void tlsCanBeRequired() throws IOException {
        assertEquals(
                new Tls(Tls.Mode.REQUIRED, Optional.empty()),
                read(Map.of("Tls", "Required")).tls());
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        read(Map.of("Tls", "always"));
        read(Map.of("Tls", "verified", "TlsCa", file.toString()));
        read(Map.of("Tls", "verified", "TlsCa", "/does/not/exist"));
        read(Map.of("Tls", "required", "TlsCa", "/does/not/exist"));
        assertEquals(
                "here: [DB] Tls must be off, preferred, required or verified: 'always'",
                problems.errors().getFirst());
        assertTrue(
                problems.errors().get(1).startsWith("here: [DB] TlsCa must be a PEM file of certificates: '" + file),
                problems.errors()::toString);
        assertTrue(problems.errors().get(2).contains("NoSuchFileException"), problems.errors()::toString);
        assertEquals(
                "here: [DB] TlsCa is looked at with Tls = verified only",
                problems.errors().get(3));
    }

    @Test
    void aPasswordMayStandInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), " it's \n# no comment\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        DbConfig config = read(Map.of("PasswordFile", file.toString()));
        assertEquals(" it's ", config.password());
        assertFalse(config.toString().contains("it's"));
        assertEquals(1, problems.warnings().size());
        assertTrue(problems.warnings().getFirst().contains("chmod 600"), problems.warnings()::toString);
    }

    @Test
    void refusesTwoPasswordsAndAMissingFile() {
        read(Map.of("PasswordFile", "/does/not/exist"));
        read(Map.of("Password", "x", "PasswordFile", "/does/not/exist"));
        assertTrue(problems.errors().getFirst().startsWith("here: [DB] PasswordFile must be a file that can be read"));
        assertEquals(
                "here: [DB] Password and PasswordFile are both given: keep one of them",
                problems.errors().getLast());
    }

    private DbConfig read(Map<String, String> section) {
        Map<String, Setting> values = new HashMap<>();
        section.forEach((key, value) -> values.put("DB." + key, new Setting(value, "here")));
        return DbConfig.from(new Settings(values, problems));
    }
}
