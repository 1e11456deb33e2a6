package org.isochrone.pdns.pipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.unix.TalkingChannel;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever comes over the pipe, each line gets one answer: one line to a greeting, to all else lines of which the last
 * and no other is {@code END} or {@code FAIL}. No field of it holds more than it should, and no question is lost to an
 * exception.
 */
class PipeFuzzTest {
    private static final World WORLD = new World().written(WrittenZone.TEXT);
    private static final PipeContext CONTEXT = WORLD.pipe();

    /** More than a transfer of the zone. */
    private static final int LONGEST_ANSWER = 1 << 16;

    private static final Pattern LINE = Pattern.compile("[ -~\t]*");
    private static final Pattern GREETING = Pattern.compile("OK\t[ -~]+, ABI [1-5]\n|FAIL\n");
    private static final Pattern RECORD = Pattern.compile("(?:TYPE)?[A-Z0-9]+\t\\d{1,10}\t-1\t[ -~\t]+");
    private static final Pattern SCOPE = Pattern.compile("(\\d{1,3})\t[01]\t");

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("pipe", PipeFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one conversation. */
    public static void fuzzerTestOneInput(byte[] said) {
        long failed = WORLD.counters.failedOf(Transport.PIPE);
        TalkingChannel channel = new TalkingChannel(said, 1 + (said.length & 0x3F) * 64);
        try {
            PipeServer.serve(channel, _ -> false, CONTEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertEquals(failed, WORLD.counters.failedOf(Transport.PIPE), "an exception on the way");
        List<String> lines = TalkingChannel.lines(said);
        assertEquals(lines.size(), channel.answers().size(), "each line has one answer");
        int abi = 0;
        for (int i = 0; i < lines.size(); i++) {
            boolean tooLong = lines.get(i).length() > PipeServer.MAX_LINE;
            String line = lines.get(i).replaceFirst("\r$", "");
            String answer = channel.answers().get(i);
            assertTrue(answer.length() <= LONGEST_ANSWER, "length " + answer.length());
            if (!tooLong && line.split("\t", -1)[0].equals("HELO")) {
                assertTrue(GREETING.matcher(answer).matches(), answer);
                abi = answer.equals("FAIL\n") ? abi : answer.charAt(answer.length() - 2) - '0';
            } else {
                answer(line, answer, abi);
            }
        }
    }

    private static void answer(String line, String answer, int abi) {
        assertTrue(answer.endsWith("\n"), answer);
        String[] parts = answer.substring(0, answer.length() - 1).split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            assertEquals(last, parts[i].equals("END") || parts[i].equals("FAIL"), answer);
            if (parts[i].startsWith("DATA\t") && !line.startsWith("CMD")) {
                record(line, parts[i].substring("DATA\t".length()), abi);
            } else {
                assertTrue(LINE.matcher(parts[i]).matches(), parts[i]);
                assertTrue(last || line.startsWith("CMD") || parts[i].startsWith("LOG\t"), parts[i]);
            }
        }
    }

    private static void record(String line, String data, int abi) {
        String rest = data;
        if (abi >= PipeRequest.SCOPED_ABI) {
            var scope = SCOPE.matcher(data);
            assertTrue(scope.lookingAt() && Integer.parseInt(scope.group(1)) <= 128, data);
            rest = data.substring(scope.end());
        }
        int tab = rest.indexOf("\tIN\t");
        assertTrue(tab >= 0, data);
        String[] asked = line.split("\t", -1);
        if (asked[0].equals("Q")) {
            assertEquals(asked[1], rest.substring(0, tab), "the name as it was asked for");
        } else {
            assertTrue(LINE.matcher(rest.substring(0, tab)).matches(), data);
        }
        assertTrue(RECORD.matcher(rest.substring(tab + "\tIN\t".length())).matches(), data);
    }
}
