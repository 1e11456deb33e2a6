package org.isochrone.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.isochrone.app.config.Sources;
import org.isochrone.app.fixture.Cli;
import org.isochrone.app.fixture.Seed;
import org.isochrone.probe.spool.SpoolCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say before they need a database. */
class CommandsTest {
    @TempDir
    private Path folder;

    @Test
    void everyCommandHasAManPage() {
        for (String command : List.of(
                "config check",
                "db migrate",
                "db status",
                "server",
                "probe",
                "steer",
                "pdns",
                "explain",
                "evaluate",
                "import bursts",
                "import buckets",
                "import clients",
                "import networks",
                "import targets",
                "import zone",
                "dnssec key",
                "import hitlist",
                "topology import",
                "topology show")) {
            Cli.Result help = new Cli().run((command + " --help").split(" ", -1));
            assertEquals(0, help.code(), command);
            assertTrue(help.out().startsWith("Usage: isochrone " + command), help.out());
            assertTrue(help.out().contains("Examples:\n  isochrone " + command), help.out());
        }
    }

    @Test
    void noHelpIsBrokenInsideOfAWordOrAnExample() {
        Pattern inWord = Pattern.compile("[a-z]\\.\\n +[a-z]|DNS\\.\\n|[%\\[]\\n");
        for (String command : List.of(
                "server",
                "probe",
                "explain",
                "report",
                "import bursts",
                "import rtt",
                "evaluate",
                "db grants",
                "config check")) {
            String help = new Cli().run((command + " --help").split(" ", -1)).out();
            String examples = help.substring(help.indexOf("Examples:\n") + "Examples:\n".length());
            assertTrue(examples.lines().allMatch(line -> line.startsWith("  ")), help);
            assertTrue(help.lines().allMatch(line -> line.length() <= 80), help);
            assertFalse(inWord.matcher(help).find(), help);
        }
    }

    @Test
    void whatIsNotUnderstoodIsWrongUsage() {
        assertEquals(2, new Cli().run().code());
        assertEquals(2, new Cli().run("config").code());
        assertEquals(2, new Cli().run("frobnicate").code());
        assertEquals(
                2,
                new Cli()
                        .run("import", "bursts", "x.csv", "--round-length", "0")
                        .code());
        Cli.Result refused = new Cli().run("explain", "www.example.test");
        assertEquals(2, refused.code());
        assertEquals("""
                error: Missing required option: '--client=ADDR[/LEN]'
                Usage: isochrone explain [-hV] [--json] --client=ADDR[/LEN] [--config=FILE]
                                         [--set=KEY=VALUE]... NAME
                isochrone explain --help tells more
                """, refused.err());
        String number = new Cli().run("map", "diff", "a", "2").err();
        assertTrue(number.contains("(A): 'a' is not a whole number\n"), number);
        assertTrue(new Cli().run("map").err().contains("Commands:\n  show"), "what there is");
    }

    @Test
    void aKeyIsMadeForOneWhoMayReadItAndConfigCheckLooksAfterIt() throws IOException {
        Path keys = folder.resolve("keys");
        Path file = Files.writeString(folder.resolve("signed.conf"), """
                [DNS]
                Zone = example.test
                NS1 = ns1.isp.net
                NS2 = ns2.isp.net
                SocketMode = 0660
                Keys = %s
                """.formatted(keys));
        Cli cli = new Cli().with("ISOCHRONE_CONFIG", file.toString());
        Cli.Result made = cli.run("dnssec", "key", "Example.test");
        assertEquals(0, made.code(), made.err());
        List<String> lines = made.out().lines().toList();
        assertTrue(lines.get(1).startsWith("example.test. IN DNSKEY 257 3 13 "), made.out());
        assertTrue(lines.get(2).matches("example\\.test\\. IN DS \\d+ 13 2 [0-9A-F]{64}"), made.out());
        assertEquals(0, cli.run("config", "check").code());
        assertEquals(
                "error: ZONE: must be one of [DNS] Zone (example.test): 'example.org'\n",
                cli.run("dnssec", "key", "example.org").err());

        Files.setPosixFilePermissions(Path.of(lines.getFirst()), PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Result checked = cli.run("config", "check");
        assertEquals(1, checked.code());
        assertTrue(checked.out().contains("its permissions are rw-r--r--: chmod 600 "), checked.out());
    }

    @Test
    void configCheckTellsEverythingThatIsWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.conf"), """
                [Application]
                Version = 3.1.4
                Debug = perhaps
                [DNS]
                Zone = example.test
                NS1 = ns1.isp.net
                TTL = 0
                [DB]
                Type = oracle
                Port = 70000
                Colour = blue
                """);
        Cli.Result checked = new Cli().run("config", "check", "--config", file.toString());
        assertEquals(1, checked.code());
        assertEquals(
                """
                error: FILE:2: [Application] Version must be this program's development, or 1.2.0 for a file of low-latency-pdns-plugin: '3.1.4'
                error: FILE:3: [Application] Debug must be true or false: 'perhaps'
                error: [DNS] NS2: is missing: a zone has at least two name servers, NS1 and NS2
                error: FILE:7: [DNS] TTL must be a whole number in [1..86400]: '0'
                error: FILE:9: [DB] Type must be mysql or embedded: 'oracle'
                error: FILE:10: [DB] Port must be a whole number in [1..65535]: '70000'
                warning: FILE:11: unknown key DB.Colour
                FILE: 6 problems
                """.replace("FILE", file.toString()),
                checked.out().replaceAll("program's \\S+,", "program's development,"));
        Cli.Result started = new Cli().run("db", "status", "--config", file.toString());
        assertEquals(1, started.code(), "no command starts with it");
        assertEquals(7, started.err().lines().count(), started.err());
    }

    @Test
    void belowABrokenHeaderEverythingIsCheckedToo() throws IOException {
        Path file = Files.writeString(folder.resolve("header.conf"), """
                [DNS
                Zone = example.test
                NS1 = ns1.isp.net
                NS2 = ns2.isp.net
                TTL = 0
                [ ]
                Port = 1
                Po rt = 2
                """);
        Cli.Result checked = new Cli().run("config", "check", "--config", file.toString());
        assertEquals("""
                error: FILE:1: is no section header, which is [Name] of letters, digits, _ and -: '[DNS'
                error: FILE:6: is no section header, which is [Name] of letters, digits, _ and -: '[ ]'
                error: FILE:8: is no key, which is a word of letters, digits, _ and -: 'Po rt'
                error: FILE:5: [DNS] TTL must be a whole number in [1..86400]: '0'
                warning: FILE:7: unknown key section at FILE:6.Port
                FILE: 4 problems
                """.replace("FILE", file.toString()), checked.out());
    }

    @Test
    void retentionAndWindowAreCheckedTogether() {
        Cli.Result checked =
                new Cli().run("config", "check", "--set", "Steering.Window=2d", "--set", "Retention.Bursts=1d");
        assertTrue(
                checked.out()
                        .contains("error: --set Retention.Bursts: [Retention] Bursts must be more than [Steering]"
                                + " Window, or steering would lack what it looks at: 1d <= 2d\n"),
                checked.out());
    }

    @Test
    void aDefaultFileThatIsMissingIsMentioned() {
        Cli.Result checked = zone().run("config", "check");
        boolean there = Files.exists(Sources.DEFAULT_FILE);
        assertEquals(
                there,
                !checked.out()
                        .startsWith("note: /etc/isochrone/isochrone.conf does not exist; defaults, environment and"
                                + " --set hold\nthe configuration without a file is in order\n"),
                checked.out());
        Cli.Result report = new Cli().run("report", "best-zone");
        assertEquals(there, !report.err().startsWith("note: /etc/isochrone/isochrone.conf does not"), report.err());
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithTheReason() {
        Path missing = folder.resolve("nope.json");
        assertEquals(
                "error: " + missing + ": cannot be read: no such file\n",
                zone().run("topology", "import", missing.toString()).err());
        assertEquals(
                "error: " + folder + ": cannot be read: Is a directory\n",
                zone().run("db", "grants", "peer", "--password-file", folder.toString())
                        .err());
    }

    @Test
    void jsonWithoutAResultIsWrongUsage() {
        for (String command : List.of("probe", "steer", "quickstart")) {
            Cli.Result refused = new Cli().run(command, "--json");
            assertEquals(2, refused.code(), command);
            String needed = command.equals("probe") ? "--once, --dry-run or addresses" : "--once";
            assertTrue(
                    refused.err().startsWith("error: --json needs " + needed + ": without that there is no result"),
                    refused.err());
        }
    }

    @Test
    void whatAnExceptionRepeatsIsToldOnce() {
        IOException cause = new IOException("disk on fire");
        assertEquals("disk on fire", Isochrone.problem(new UncheckedIOException(cause)));
        assertEquals("cannot write: disk on fire", Isochrone.problem(new UncheckedIOException("cannot write", cause)));
        String whole = "cannot write: " + cause;
        assertEquals(whole, Isochrone.problem(new UncheckedIOException(whole, cause)));
    }

    @Test
    void burstsThatWereDroppedOrAreInMemoryOnlyAreLost() {
        assertEquals(0, Once.lost(new SpoolCounts(9, 0, 1, 9, 0, 0, 0, 0)));
        assertEquals(5, Once.lost(new SpoolCounts(9, 2, 1, 9, 0, 3, 0, 0)));
    }

    private static Cli zone() {
        return new Cli()
                .with("ISOCHRONE_DNS_ZONE", "example.test")
                .with("ISOCHRONE_DNS_NS1", "ns1.isp.net")
                .with("ISOCHRONE_DNS_NS2", "ns2.isp.net");
    }

    @Test
    void theSeedsConfigurationIsInOrder() throws IOException {
        Path file = Files.writeString(folder.resolve("seed.conf"), Seed.CONFIGURATION);
        Cli.Result checked = new Cli().with("ISOCHRONE_CONFIG", file.toString()).run("config", "check");
        assertEquals(
                "warning: " + file + ":17: holds a password and can be read by everybody: chmod o-r " + file + "\n"
                        + file + " is in order\n",
                checked.out());
        assertEquals(0, checked.code());
    }

    @Test
    void aNameOutsideTheZoneAndAClientThatIsNoneAreRefused() {
        Cli cli = zone();
        Cli.Result outside = cli.run("explain", "www.example.org", "--client", "192.0.2.1");
        assertEquals(1, outside.code());
        assertEquals(
                "error: NAME: must be a DNS name inside [DNS] Zone (example.test): 'www.example.org'\n", outside.err());
        Cli.Result client = cli.run("explain", "www.example.test", "--client", "192.0.2.1/24");
        assertEquals(
                "error: --client: must be ADDRESS or PREFIX/LENGTH: host bits are set: 192.0.2.1/24, did you mean"
                        + " 192.0.2.0/24?\n",
                client.err());
    }
}
