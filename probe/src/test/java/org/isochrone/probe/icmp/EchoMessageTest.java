package org.isochrone.probe.icmp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.isochrone.steering.prefix.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EchoMessageTest {
    private static final byte[] CONTACT = "https://probe.example/".getBytes(StandardCharsets.US_ASCII);

    private static ByteBuffer request(IpFamily family, int identifier, int sequence, long token, byte[] contact) {
        ByteBuffer buffer = ByteBuffer.allocate(512);
        EchoMessage.writeRequest(buffer, family, identifier, sequence, token, contact);
        return buffer.flip();
    }

    @Test
    void aRequestIsAsWritten() {
        ByteBuffer request = request(IpFamily.IPV4, 0xABCD, 0xFFFE, 0x0102030405060708L, new byte[] {'x'});
        assertEquals(0, EchoMessage.checksum(request, request.limit()));
        byte[] bytes = new byte[request.limit()];
        request.get(bytes);
        byte[] expected = {8, 0, bytes[2], bytes[3], (byte) 0xAB, (byte) 0xCD, -1, -2, 1, 2, 3, 4, 5, 6, 7, 8, 'x'};
        assertArrayEquals(expected, bytes);
    }

    @Test
    void theChecksumIsThatOfTheExampleInRfc1071() {
        byte[] example = {0, 1, (byte) 0xF2, 3, (byte) 0xF4, (byte) 0xF5, (byte) 0xF6, (byte) 0xF7};
        assertEquals(~0xDDF2 & 0xFFFF, EchoMessage.checksum(ByteBuffer.wrap(example), 8));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aReplyIsKnownAndNothingElseIs(IpFamily family) {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            long token = random.nextLong();
            ByteBuffer reply = request(family, random.nextInt(1 << 16), random.nextInt(1 << 16), token, CONTACT);
            assertFalse(EchoMessage.isReply(family, reply), "a request is no reply");
            reply.put(0, EchoMessage.replyType(family));
            assertTrue(EchoMessage.isReply(family, reply));
            assertEquals(token, EchoMessage.token(reply));
            assertFalse(EchoMessage.isReply(family, reply.slice(0, random.nextInt(16))));
            int broken = random.nextInt(2);
            reply.put(broken, (byte) (reply.get(broken) ^ (1 + random.nextInt(255))));
            assertFalse(EchoMessage.isReply(family, reply));
        }
    }

    @Test
    void theChecksumIsRightForEveryLength() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int length = 0; length <= 128; length++) {
            byte[] contact = new byte[length];
            random.nextBytes(contact);
            ByteBuffer request = request(IpFamily.IPV4, random.nextInt(1 << 16), length, random.nextLong(), contact);
            // As the RFC has it: sixteen bits at a time, an odd byte at the end filled up with zero.
            int sum = 0;
            for (int i = 0; i < request.limit(); i += 2) {
                int second = i + 1 < request.limit() ? request.get(i + 1) & 0xFF : 0;
                sum += (request.get(i) & 0xFF) << 8 | second;
                sum = (sum & 0xFFFF) + (sum >>> 16);
            }
            assertEquals(0xFFFF, sum, "length " + length);
        }
    }
}
