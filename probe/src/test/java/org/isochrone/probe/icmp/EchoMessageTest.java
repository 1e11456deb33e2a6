package org.isochrone.probe.icmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.isochrone.steering.prefix.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoMessageTest {
    private static final byte[] CONTACT = "https://probe.example/".getBytes(StandardCharsets.US_ASCII);

    private static Optional<EchoMessage> read(IpFamily family, byte[] bytes) {
        return EchoMessage.reply(family, ByteBuffer.wrap(bytes));
    }

    @Test
    void aRequestIsAsWritten() {
        byte[] request = new EchoMessage(0xFFFE, 0x0102030405060708L).request(IpFamily.IPV4, 0xABCD, new byte[] {'x'});
        assertEquals(0, EchoMessage.checksum(request));
        byte[] expected = {8, 0, request[2], request[3], (byte) 0xAB, (byte) 0xCD, -1, -2, 1, 2, 3, 4, 5, 6, 7, 8, 'x'};
        assertArrayEquals(expected, request);
    }

    @Test
    void theChecksumIsThatOfTheExampleInRfc1071() {
        byte[] example = {0, 1, (byte) 0xF2, 3, (byte) 0xF4, (byte) 0xF5, (byte) 0xF6, (byte) 0xF7};
        assertEquals(~0xDDF2 & 0xFFFF, EchoMessage.checksum(example));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aReplyIsKnownAndNothingElseIs(IpFamily family) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            EchoMessage message = new EchoMessage(random.nextInt(1 << 16), random.nextLong());
            byte[] reply = message.request(family, random.nextInt(1 << 16), CONTACT);
            assertEquals(Optional.empty(), read(family, reply), "a request is no reply");
            reply[0] = (byte) EchoMessage.replyType(family);
            assertEquals(Optional.of(message), read(family, reply));
            assertEquals(Optional.empty(), read(family, Arrays.copyOf(reply, random.nextInt(16))));
            int broken = random.nextInt(2);
            reply[broken] ^= (byte) (1 + random.nextInt(255));
            assertEquals(Optional.empty(), read(family, reply));
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void randomBytesDoNoHarm(IpFamily family) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextBoolean()) {
                bytes[0] = (byte) EchoMessage.replyType(family);
                bytes[1] = 0;
            }
            boolean known = bytes.length >= 16 && bytes[0] == EchoMessage.replyType(family) && bytes[1] == 0;
            assertEquals(known, read(family, bytes).isPresent());
        }
    }

    @Test
    void theHeaderOfIpv4IsSkippedAndABrokenOneSkipsAll() {
        for (int first = 0; first < 256; first++) {
            for (int length = 0; length < 70; length++) {
                int start = EchoMessage.afterIpv4Header((byte) first, length);
                int header = first % 16 * 4;
                boolean sound = first / 16 == 4 && header >= 20;
                assertEquals(sound ? Math.min(header, length) : length, start);
                assertTrue(start <= length);
            }
        }
    }
}
