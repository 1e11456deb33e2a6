package org.isochrone.probe.icmp;

import java.nio.ByteBuffer;
import org.isochrone.steering.prefix.IpFamily;

/**
 * ICMP echo (RFC 792) and ICMPv6 echo (RFC 4443), written and read in place, big-endian:
 *
 * <pre>
 * byte   type: request 8 or 128, reply 0 or 129
 * byte   code, 0
 * short  checksum
 * short  identifier; a datagram socket puts its own here
 * short  sequence
 * long   token of the probe, which comes back in the reply
 * bytes  contact text, US-ASCII
 * </pre>
 */
final class EchoMessage {
    private static final int TOKEN = 8;
    private static final int MIN_BYTES = 16;
    private static final int CHECKSUM = 2;

    private EchoMessage() {}

    /** Writes a request to {@code to}, from its position on, which must be 0. */
    static void writeRequest(ByteBuffer to, IpFamily family, int identifier, int sequence, long token, byte[] contact) {
        to.put(requestType(family)).put((byte) 0).putShort((short) 0);
        to.putShort((short) identifier).putShort((short) sequence).putLong(token);
        to.put(contact);
        if (family == IpFamily.IPV4) {
            // The checksum of ICMPv6 covers addresses, and is the kernel's business.
            to.putShort(CHECKSUM, (short) checksum(to, to.position()));
        }
    }

    /** Returns whether {@code message}, from its position to its limit, is a reply to a request of this kind. */
    static boolean isReply(IpFamily family, ByteBuffer message) {
        int start = message.position();
        return message.remaining() >= MIN_BYTES
                && message.get(start) == replyType(family)
                && message.get(start + 1) == 0;
    }

    /** Returns the token of a reply. */
    static long token(ByteBuffer reply) {
        return reply.getLong(reply.position() + TOKEN);
    }

    /** Returns the type of replies. */
    static byte replyType(IpFamily family) {
        return switch (family) {
            case IPV4 -> 0;
            case IPV6 -> (byte) 129;
        };
    }

    private static byte requestType(IpFamily family) {
        return switch (family) {
            case IPV4 -> 8;
            case IPV6 -> (byte) 128;
        };
    }

    /** Returns the checksum of RFC 1071 over the first {@code length} bytes; 0 if they hold their own, right one. */
    static int checksum(ByteBuffer bytes, int length) {
        long sum = 0;
        int at = 0;
        for (; at + Integer.BYTES <= length; at += Integer.BYTES) {
            sum += Integer.toUnsignedLong(bytes.getInt(at));
        }
        for (; at < length; at++) {
            sum += (long) (bytes.get(at) & 0xFF) << (at % 2 == 0 ? Byte.SIZE : 0);
        }
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xFFFF) + (sum >>> Short.SIZE);
        }
        return (int) (~sum & 0xFFFF);
    }
}
