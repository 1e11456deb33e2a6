package org.isochrone.pdns.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.World;
import org.isochrone.pdns.WrittenZone;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.dnssec.ZoneKey;
import org.isochrone.pdns.dnssec.ZoneKeys;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.pdns.unix.Span;
import org.isochrone.pdns.unix.TalkingChannel;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever comes to the remote backend, each line gets one line with one JSON object, and none is lost to an exception.
 * The quick look at a question says what the parser says. The same holds of paths and forms over HTTP, which stand here
 * as lines that begin with {@code GET} and {@code POST}.
 */
class RemoteFuzzTest {
    private static final World WORLD = new World().written(WrittenZone.TEXT);
    private static final ZoneKeys KEYS = new ZoneKeys(
            Map.of("geo.example", List.of(new ZoneKey(1, 257, 13, "Private-key-format: v1.2\nPrivateKey: AA==\n"))));
    private static final RemoteContext CONTEXT =
            new RemoteContext(WORLD.responder, WORLD.counters, () -> KEYS, Denial.NSEC3_NARROW);

    private static final int LONGEST_ANSWER = 1 << 16;
    private static final Pattern ANSWER = Pattern.compile("[ -~]+\n");

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("remote", RemoteFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one conversation. */
    public static void fuzzerTestOneInput(byte[] said) {
        long failed = WORLD.counters.failedOf(Transport.REMOTE);
        TalkingChannel channel = new TalkingChannel(said, 1 + (said.length & 0x3F) * 64);
        try {
            RemoteServer.serve(channel, _ -> false, CONTEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> lines = TalkingChannel.lines(said);
        assertEquals(lines.size(), channel.answers().size(), "each line has one answer");
        for (int i = 0; i < lines.size(); i++) {
            String answer = channel.answers().get(i);
            sound(answer);
            if (lines.get(i).length() <= RemoteServer.MAX_LINE) {
                line(lines.get(i), answer);
            }
        }
        assertEquals(failed, WORLD.counters.failedOf(Transport.REMOTE), "an exception on the way");
    }

    private static void line(String line, String answer) {
        RemoteSession session = new RemoteSession(CONTEXT, Transport.REMOTE);
        Bytes out = new Bytes();
        if (line.startsWith("GET ")) {
            String[] parts = line.substring(4).split(" ", 4);
            session.answer(
                    line, () -> RemoteCall.ofPath(parts[0], part(parts, 1), part(parts, 2), part(parts, 3)), out);
            sound(out.toString());
        } else if (line.startsWith("POST ")) {
            String[] parts = line.substring(5).split(" ", 2);
            session.answer(
                    line, () -> RemoteCall.ofForm(parts[0], part(parts, 1).orElse("")), out);
            sound(out.toString());
        } else if (new LookupScan().read(Span.of(line))) {
            session.answer(line, () -> RemoteCall.ofJson(line), out);
            assertEquals(out.toString(), answer, "the quick look and the parser");
        }
    }

    private static Optional<String> part(String[] parts, int index) {
        return index < parts.length ? Optional.of(parts[index]) : Optional.empty();
    }

    private static void sound(String answer) {
        assertTrue(ANSWER.matcher(answer).matches(), answer);
        assertTrue(answer.length() <= LONGEST_ANSWER, "length " + answer.length());
        Json.Obj object = assertInstanceOf(Json.Obj.class, JsonReader.parse(answer));
        assertEquals(List.of("result"), List.copyOf(object.members().keySet()));
    }
}
