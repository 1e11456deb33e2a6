package org.isochrone.probe.passive.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.junit.jupiter.api.Test;

/** Random formats and lines: what was written is what is read, or the format was refused. */
class LogPropertyTest {
    private static final long SEED = System.nanoTime();
    private static final int FORMATS = 1_500;
    private static final List<String> FREE =
            List.of("request", "http_user_agent", "http_x_forwarded_for", "remote_user", "uri", "cookie_a");
    private static final List<String> NUMBERS = List.of("status", "request_time", "connection", "tcpinfo_rttvar");
    private static final List<String> TIMES = List.of("msec", "time_local", "time_iso8601");
    private static final List<String> BETWEEN = List.of(" ", " - ", "\t", "|", ", ", "] [", "; x=", "", ":");
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);

    private final Random random = new Random(SEED);

    @Test
    void whatNginxWroteIsRead() {
        int accepted = 0;
        for (int i = 0; i < FORMATS; i++) {
            accepted += roundTrip() ? 1 : 0;
        }
        assertTrue(accepted > FORMATS / 4, accepted + " formats accepted, seed " + SEED);
    }

    private boolean roundTrip() {
        boolean json = random.nextBoolean();
        String time = pick(TIMES);
        List<String> variables = new ArrayList<>(List.of("remote_addr", "tcpinfo_rtt", time));
        for (int more = random.nextInt(6); more > 0; more--) {
            variables.add(pick(random.nextBoolean() ? FREE : NUMBERS));
        }
        Collections.shuffle(variables, random);
        IpAddress address = address();
        int micros = 1 + random.nextInt(120_000_000);
        Instant at = Instant.ofEpochSecond(1 + random.nextInt(1_700_000_000));
        StringBuilder format = new StringBuilder(json ? "log_format x escape=json '" : "log_format x '");
        StringBuilder line = new StringBuilder();
        for (String variable : variables) {
            boolean quoted = random.nextInt(3) > 0;
            String between = pick(BETWEEN) + (quoted ? "\"" : "");
            format.append(between).append("${").append(variable).append('}').append(quoted ? "\"" : "");
            line.append(between)
                    .append(
                            switch (variable) {
                                case "remote_addr" -> address;
                                case "tcpinfo_rtt" -> micros;
                                case "msec" -> at.getEpochSecond() + ".123";
                                case "time_local" ->
                                    CLOCK.format(at.atOffset(ZoneOffset.ofHours(random.nextInt(24) - 12)));
                                case "time_iso8601" ->
                                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(ZoneOffset.ofHours(3)));
                                default -> NUMBERS.contains(variable) ? random.nextInt(1000) : escaped(hostile(), json);
                            })
                    .append(quoted ? "\"" : "");
        }
        format.append("';");
        LogFormat read;
        try {
            read = Logs.format(LogKind.NGINX, format.toString());
        } catch (InvalidInputException e) {
            return false;
        }
        assertEquals(
                List.of(at.getEpochSecond() + " " + address + " " + micros),
                Logs.read(read, line + "\n").roundTrips(),
                () -> "seed " + SEED + ", " + format + "\n" + line);
        return true;
    }

    /** What somebody sends who knows the format. */
    private String hostile() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(
                    pick(List.of("\"", "\\", " ", "\t", "[", "] ", ": ", "1.2.3.4", "5", "a", "é", "\" \"", "|", ",")));
        }
        return text.toString();
    }

    private static String escaped(String value, boolean json) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (json) {
                escaped.append(c == '"' || c == '\\' ? "\\" + c : c == '\t' ? "\\t" : String.valueOf(c));
            } else {
                boolean plain = c >= ' ' && c != '"' && c != '\\' && c < 127;
                escaped.append(plain ? String.valueOf(c) : String.format("\\x%02X", (int) c));
            }
        }
        return value.isEmpty() && !json ? "-" : escaped.toString();
    }

    @Test
    void bytesOfAnyKindAreCountedAndNeverThrow() {
        LogFormat format = Logs.format(
                LogKind.NGINX, "$remote_addr - $remote_user [$time_local] \"$request\" $status $tcpinfo_rtt");
        String good = "192.0.2.7 - - [21/Nov/2026:15:07:15 +0000] \"GET /\" 200 24";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder broken = new StringBuilder(good);
            for (int change = 1 + random.nextInt(3); change > 0; change--) {
                int at = random.nextInt(Math.max(1, broken.length() - 1));
                switch (random.nextInt(3)) {
                    case 0 -> broken.delete(at, at + 1);
                    case 1 -> broken.insert(at, (char) (' ' + random.nextInt(95)));
                    default -> broken.setLength(Math.max(1, at));
                }
            }
            LogTally tally = Logs.read(format, broken + "\n").tally();
            assertEquals(1, tally.lines(), () -> "seed " + SEED + ": " + broken);
            assertEquals(1, tally.taken() + tally.without() + tally.malformed());
        }
    }

    @Test
    void addressesAreThoseOfTheOtherParser() {
        AddressBytes parser = new AddressBytes();
        for (int i = 0; i < 50_000; i++) {
            String text = address().toString();
            if (random.nextBoolean()) {
                text = "::ffff:" + text;
            }
            boolean broken = random.nextInt(3) == 0;
            if (broken) {
                int at = random.nextInt(text.length());
                text = text.substring(0, at)
                        + pick(List.of("", ":", "::", ".", "0", "f", "g"))
                        + text.substring(at + 1);
            }
            check(parser, text, broken);
        }
        check(parser, "", true);
    }

    private static void check(AddressBytes parser, String text, boolean broken) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        boolean read = parser.parse(bytes, 0, bytes.length);
        IpAddress expected;
        try {
            expected = IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            assertTrue(!read, () -> "seed " + SEED + ": must be refused: '" + text + "'");
            return;
        }
        if (read) {
            assertEquals(
                    expected,
                    new IpAddress(parser.family(), parser.high(), parser.low()),
                    () -> "seed " + SEED + ": '" + text + "'");
        } else {
            // The other one takes any zeros before a number; loggers write none.
            assertTrue(
                    broken && text.matches(".*(^|[:.])0[0-9a-f].*"),
                    () -> "seed " + SEED + ": refused: '" + text + "'");
        }
    }

    private IpAddress address() {
        return switch (random.nextInt(3)) {
            case 0 -> new IpAddress(IpFamily.IPV6, random.nextLong(), random.nextLong());
            case 1 ->
                new IpAddress(
                        IpFamily.IPV6,
                        0x2001_0db8L << 32 | random.nextInt(4),
                        random.nextLong() >>> random.nextInt(64));
            default -> new IpAddress(IpFamily.IPV4, (long) random.nextInt() << 32, 0);
        };
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
