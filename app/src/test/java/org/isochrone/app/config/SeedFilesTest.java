package org.isochrone.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Seed;
import org.isochrone.pdns.NameServer;
import org.isochrone.sql.DbConfig;
import org.isochrone.steering.config.Problems;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two files of low-latency-pdns-plugin, as its introduction shows them, read as they are. */
class SeedFilesTest {
    private static final String SYSCONFIG = """
            MYSQL_HOSTNAME=127.0.0.1
            MYSQL_USER=root
            MYSQL_PASSWORD=f1l3m0n3lgr4nd3
            MYSQL_DB=latency
            MYSQL_PORT=3306
            DEBUG=1
            PEERS=('127.0.0.1')
            """;

    @TempDir
    private Path folder = Path.of("");

    private final Problems problems = new Problems();
    private Path own = Path.of("");
    private Path conf = Path.of("");
    private Path sysconfig = Path.of("");

    @BeforeEach
    void write() throws IOException {
        own = folder.resolve("isochrone.conf");
        conf = folder.resolve("latency.pdns.plugin.conf");
        sysconfig = folder.resolve("low-latency-pdns-plugin");
        write(conf, Seed.CONFIGURATION);
        write(sysconfig, SYSCONFIG);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private Configuration read(String... sets) {
        Sources.Places places = new Sources.Places(own, conf, sysconfig);
        return Configuration.read(new Sources(Optional.empty(), Map.of(), List.of(sets), places), problems);
    }

    @Test
    void everyKeyOfThePluginMeansWhatItMeant() {
        Configuration read = read();
        assertEquals(List.of(), problems.errors());
        assertTrue(read.application().debug());
        assertEquals(List.of("127.0.0.1"), read.application().peers());
        assertEquals(List.of("inside-out.xyz"), read.dns().zones());
        assertEquals("host\\.master.inside-out.xyz", read.dns().mailbox());
        assertEquals(
                List.of("ns1.isp.net", "ns2.isp.net"),
                read.dns().nameServers().stream().map(NameServer::host).toList());
        assertEquals(60, read.dns().ttl().seconds());
        assertEquals(DbConfig.Type.MYSQL, read.db().type());
        assertEquals("mysql_user@127.0.0.1:3306/latency", read.db().toString());
        assertEquals("mysql_user_password", read.db().password());
        assertEquals("127.0.0.1", read.memcached().server());
        assertEquals(11_211, read.memcached().port());
        assertEquals(Duration.ofSeconds(60), read.memcached().ttl());
    }

    @Test
    void whereTheFilesDisagreeIsToldInOnePassAndThePasswordsAreNot() throws IOException {
        write(
                sysconfig,
                SYSCONFIG
                        .replace("3306", "03307")
                        .replace("HOSTNAME=127.0.0.1", "HOSTNAME=db.example")
                        .replace("DEBUG=1", "DEBUG=0")
                        .replace("DB=latency", "DB='other latency'"));
        read();
        assertEquals(
                List.of(
                        sysconfig + ":6: DEBUG is '0', and [Application] Debug is 'true' in " + conf
                                + ":4, which holds",
                        sysconfig + ":4: MYSQL_DB is 'other latency', and [DB] Database is 'latency' in " + conf
                                + ":19, which holds",
                        sysconfig + ":1: MYSQL_HOSTNAME is 'db.example', and [DB] Server is '127.0.0.1' in " + conf
                                + ":15, which holds",
                        sysconfig + ":3: MYSQL_PASSWORD is another than [DB] Password in " + conf + ":17, which holds",
                        sysconfig + ":5: MYSQL_PORT is '03307', and [DB] Port is '3306' in " + conf
                                + ":18, which holds",
                        sysconfig + ":2: MYSQL_USER is 'root', and [DB] User is 'mysql_user' in " + conf
                                + ":16, which holds"),
                problems.warnings());
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void theSameWrittenInAnotherWayIsNoDisagreement() throws IOException {
        write(sysconfig, """
                export MYSQL_HOSTNAME='127.0.0.1' # here
                MYSQL_USER=mysql_"user"
                MYSQL_PASSWORD=mysql\\_user_password;MYSQL_DB=latency
                MYSQL_PORT=03306
                DEBUG=1
                """);
        read();
        assertEquals(List.of(), problems.warnings());
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void theSysconfigFileFillsInWhatTheOtherLacks() throws IOException {
        write(conf, Seed.CONFIGURATION.replaceAll("(?s)\\[DB].*?\\n\\n", "").replace("Debug = true\n", ""));
        Configuration read = read();
        assertEquals("root@127.0.0.1:3306/latency", read.db().toString());
        assertEquals("f1l3m0n3lgr4nd3", read.db().password());
        assertTrue(read.application().debug());
        assertEquals(List.of(), problems.warnings());
        assertEquals("you@127.0.0.1:3306/latency", read("DB.User=you").db().toString());
    }

    @Test
    void aPasswordFileTakesThePlaceOfBothPasswords() throws IOException {
        Path secret = folder.resolve("secret");
        write(secret, "from the file\n");
        write(conf, Seed.CONFIGURATION.replace("Password = mysql_user_password", "PasswordFile = " + secret));
        assertEquals("from the file", read().db().password());
        assertEquals(List.of(), problems.errors());
    }

    @Test
    void passwordsWithAnyCharactersSurvive() throws IOException {
        for (String[] each : new String[][] {
            {"'it is $HOME `id` \"x\" \\ #; ='", "it is $HOME `id` \"x\" \\ #; ="},
            {"\"it's \\\"x\\\" \\$1 \\\\ #\"", "it's \"x\" $1 \\ #"},
            {"it\\'s\\ a\\#b'c d'\"e f\"", "it's a#bc de f"},
            {"a#b=c", "a#b=c"},
            {"''", ""},
        }) {
            write(conf, Seed.CONFIGURATION.replaceAll("(?m)^Password .*\\n", ""));
            write(sysconfig, SYSCONFIG.replace("f1l3m0n3lgr4nd3", each[0]));
            assertEquals(each[1], read().db().password(), each[0]);
            assertEquals(List.of(), problems.errors());
        }
    }

    @Test
    void nothingIsRunAndWhatAShellWouldChangeIsToldWithoutShowingIt() throws IOException {
        Path proof = folder.resolve("proof");
        write(conf, Seed.CONFIGURATION.replaceAll("(?m)^Password .*\\n", ""));
        write(sysconfig, "MYSQL_PASSWORD=\"$(touch " + proof + ")\"\n");
        assertEquals("$(touch " + proof + ")", read().db().password());
        assertFalse(Files.exists(proof));
        assertEquals(
                List.of(sysconfig + ":1: MYSQL_PASSWORD is taken as it stands, where a shell would put something else"
                        + " for $ or a backquote: put it between single quotes"),
                problems.warnings());
    }

    @Test
    void everythingThatIsWrongIsFoundInOnePassAndNoPasswordShown() throws IOException {
        write(sysconfig, """
                MYSQL_PASSWORD=s3cret and more
                what is s3cret
                MYSQL_USER=('a' 'b')
                PEERS=('a' '-b-' # c
                 '2001:db8::1')
                NEW=1
                MYSQL_DB='open s3cret
                """);
        write(conf, Seed.CONFIGURATION.replace("Password = ", "Password s3cret ") + "[DNS]\nColour = red\n");
        read("DB.Password=s3cret", "DB.Pass word");
        assertEquals(
                List.of(
                        conf + ":17: is neither [Section] nor Key = value nor a comment: 'Password …'",
                        sysconfig + ":1: MYSQL_PASSWORD has something behind its value: put the value between quotes",
                        sysconfig + ":2: is no NAME=value, no NAME=('value' …) and no comment",
                        sysconfig + ":7: MYSQL_DB has a quote that is not closed",
                        sysconfig + ":3: MYSQL_USER must be one value and no array",
                        "--set DB.Password: would show the password to everybody who lists the processes of this host:"
                                + " give DB.PasswordFile, or the environment variable ISOCHRONE_DB_PASSWORD",
                        "--set DB.Pass …: must be Section.Key=value",
                        sysconfig + ":4: [Application] Peers must be host names and addresses: '-b-'"),
                problems.errors());
        assertTrue(problems.warnings().contains(sysconfig + ":6: unknown variable NEW"), problems.warnings()::toString);
        assertTrue(problems.warnings().contains(conf + ":26: unknown key DNS.Colour"), problems.warnings()::toString);
        assertFalse((problems.errors() + "" + problems.warnings()).contains("s3cret"));
    }

    @Test
    void aFileWithAPasswordThatEverybodyCanReadIsWarnedOf() throws IOException {
        for (Path file : List.of(conf, sysconfig)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        read();
        assertTrue(
                problems.warnings()
                        .containsAll(List.of(
                                conf + ":17: holds a password and can be read by everybody: chmod o-r " + conf,
                                sysconfig + ":3: holds a password and can be read by everybody: chmod o-r "
                                        + sysconfig)),
                problems.warnings()::toString);
    }

    @Test
    void theFilesAreLookedForWhereThePluginHasThemAndOurOwnGoesFirst() throws IOException {
        assertEquals(
                conf,
                new Sources(Optional.empty(), Map.of(), List.of(), new Sources.Places(own, conf, sysconfig)).path());
        write(own, "[DNS]\nZone = own.test\nNS1 = ns1.isp.net\nNS2 = ns2.isp.net\n");
        Configuration read = read();
        assertEquals(List.of("own.test"), read.dns().zones());
        assertEquals("root", read.db().user(), "the sysconfig file stands beside either");
        Problems others = new Problems();
        Sources named = new Sources(Optional.of(own), Map.of(), List.of(), new Sources.Places(own, conf, sysconfig));
        assertEquals("isochrone", Configuration.read(named, others).db().user(), "but not beside one that is named");
        Sources asked = new Sources(Optional.of(own), Map.of("ISOCHRONE_SYSCONFIG", sysconfig.toString()), List.of());
        assertEquals("root", Configuration.read(asked, others).db().user());
        Sources wrong = new Sources(Optional.of(own), Map.of("ISOCHRONE_SYSCONFIG", "/none/such"), List.of());
        Configuration.read(wrong, others);
        assertEquals(List.of("/none/such: there is no such file"), others.errors());
    }

    @Test
    void aLicenseIsLookedAtOnlyIfThatIsAskedFor() throws IOException {
        read("Application.LicenseCheck=yes");
        assertEquals(
                List.of(conf + ":3: [Application] License has no key for (latency, inside-out.xyz)"),
                problems.errors());
        Problems others = new Problems();
        write(
                conf,
                Seed.CONFIGURATION.replaceAll(
                        "(?m)^License .*", "License = " + License.key("latency", "inside-out.xyz") + ", beef"));
        Sources.Places places = new Sources.Places(own, conf, sysconfig);
        Configuration.read(
                new Sources(Optional.empty(), Map.of(), List.of("Application.LicenseCheck=yes"), places), others);
        assertEquals(
                List.of(conf + ":3: [Application] License must be keys of 40 hex digits: 'beef'"), others.errors());
    }

    @Test
    void theIntroductionsTextHasOneThingThatNobodyCanUse() throws IOException {
        write(
                conf,
                Seed.CONFIGURATION.replaceAll(
                        "(?m)^Email .*",
                        "Email = This email address is being protected from spambots. You need JavaScript enabled to"
                                + " view it."));
        read();
        assertEquals(
                List.of(conf + ":8: [DNS] Email must be an address such as hostmaster@example.com: 'This email address"
                        + " is being protected from spambots. You need JavaScript enabled to view it.'"),
                problems.errors());
    }

    @Test
    void aCheckTellsWhichPeersAreThere() throws IOException {
        write(own, "[DNS]\nZone = own.test\nNS1 = ns1.isp.net\nNS2 = ns2.isp.net\n[Http]\nListen = 127.0.0.1:1\n");
        write(sysconfig, "PEERS=('127.0.0.1' '::1' 'no-such-host.invalid' \"localhost\")\n");
        Cli cli = new Cli().with("ISOCHRONE_SYSCONFIG", sysconfig.toString());
        Cli.Result checked = cli.run("config", "check", "--config", own.toString());
        assertEquals(0, checked.code(), checked.err());
        assertEquals("""
                warning: [Application] Peers: no-such-host.invalid cannot be reached and is passed over
                peer 127.0.0.1 is this host
                peer ::1 is this host
                peer no-such-host.invalid cannot be reached
                peer localhost is this host
                %s is in order
                """.formatted(own), checked.out());
        Cli.Result json = cli.run("config", "check", "--config", own.toString(), "--json");
        assertTrue(json.out().contains("\"no-such-host.invalid\": \"away\""), json.out());
    }
}
