package org.isochrone.probe.icmp;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.isochrone.steering.prefix.IpFamily;

/**
 * ICMP echo (RFC 792) and ICMPv6 echo (RFC 4443), big-endian:
 *
 * <pre>
 * byte   type: request 8 or 128, reply 0 or 129
 * byte   code, 0
 * short  checksum
 * short  identifier; a datagram socket puts its own here
 * short  sequence
 * long   token, drawn at random for each probe, which comes back in the reply
 * bytes  contact text, US-ASCII
 * </pre>
 *
 * @param sequence of the request, 0 to 65535
 * @param token of the request
 */
record EchoMessage(int sequence, long token) {
    private static final int MIN_BYTES = 16;
    private static final int CHECKSUM = 2;
    private static final int MIN_IPV4_HEADER = 20;

    /** Returns the request that asks for this reply. */
    byte[] request(IpFamily family, int identifier, byte[] contact) {
        ByteBuffer buffer = ByteBuffer.allocate(MIN_BYTES + contact.length);
        buffer.put(requestType(family)).put((byte) 0).putShort((short) 0);
        buffer.putShort((short) identifier).putShort((short) sequence).putLong(token);
        buffer.put(contact);
        if (family == IpFamily.IPV4) {
            // The checksum of ICMPv6 covers addresses, and is the kernel's business.
            buffer.putShort(CHECKSUM, (short) checksum(buffer.array()));
        }
        return buffer.array();
    }

    /** Reads a reply; empty if {@code message} is none, or none to a request of this kind. */
    static Optional<EchoMessage> reply(IpFamily family, ByteBuffer message) {
        if (message.limit() < MIN_BYTES || message.get(0) != replyType(family) || message.get(1) != 0) {
            return Optional.empty();
        }
        return Optional.of(new EchoMessage(message.getShort(6) & 0xFFFF, message.getLong(8)));
    }

    /** Returns where behind an IPv4 header the message begins: at {@code length} if the packet is broken. */
    static int afterIpv4Header(byte firstByte, int length) {
        int header = (firstByte & 0x0F) * Integer.BYTES;
        boolean sound = (firstByte & 0xF0) == 0x40 && header >= MIN_IPV4_HEADER;
        return sound ? Math.min(header, length) : length;
    }

    /** Returns the type of replies. */
    static int replyType(IpFamily family) {
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

    /** Returns the checksum of RFC 1071 over {@code bytes}; 0 if they hold their own, right one. */
    static int checksum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << (i % 2 == 0 ? Byte.SIZE : 0);
        }
        while (sum >>> Short.SIZE != 0) {
            sum = (sum & 0xFFFF) + (sum >>> Short.SIZE);
        }
        return ~sum & 0xFFFF;
    }
}
