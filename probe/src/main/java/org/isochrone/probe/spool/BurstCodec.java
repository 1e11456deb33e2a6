package org.isochrone.probe.spool;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;

/**
 * One record of the spool, big-endian:
 *
 * <pre>
 * int   length of the payload, 1 to {@link #MAX_PAYLOAD}
 * int   CRC-32C of the payload
 * payload:
 *   long  sequence
 *   long  at, seconds since 1970;  int  nanoseconds of the second
 *   byte  method, the ordinal
 *   byte  prefix length;  byte  bytes of the address, 4 or 16;  the address
 *   byte  probes sent;  byte  replies
 *   long  smallest, median, largest RTT in nanoseconds, only where there was a reply
 *   byte  bytes of the zone id;  the zone id in UTF-8
 *   byte  bytes of the target's address, 0, 4 or 16;  the address
 * </pre>
 *
 * A payload may end before the target, as it did before bursts had one; what follows the target is passed over. So a
 * program reads the spool of an older one and of a newer one that only added fields.
 */
final class BurstCodec {
    /** Bytes before the payload. */
    static final int HEADER = 8;

    /** More than the longest payload that can be written. */
    static final int MAX_PAYLOAD = 400;

    private static final int MAX_ZONE = 255;
    private static final byte[] NO_TARGET = {};
    private static final List<ProbeMethod> METHODS = List.of(ProbeMethod.values());

    private BurstCodec() {}

    /**
     * A record that was read.
     *
     * @param burst what it holds
     * @param bytes its length on disk, header included
     */
    record Decoded(NumberedBurst burst, int bytes) {}

    /**
     * Adds a record to {@code buffer}, which must have {@link #HEADER} + {@link #MAX_PAYLOAD} bytes left.
     *
     * @throws IllegalArgumentException if the zone id is longer than 255 bytes
     */
    static void encode(NumberedBurst numbered, ByteBuffer buffer) {
        Burst burst = numbered.burst();
        byte[] zone = burst.zone().getBytes(StandardCharsets.UTF_8);
        if (zone.length > MAX_ZONE) {
            throw new IllegalArgumentException("must have at most " + MAX_ZONE + " bytes: zone=" + burst.zone());
        }
        Instant at = burst.at();
        byte[] address = burst.prefix().network().toBytes();
        int start = buffer.position();
        buffer.position(start + HEADER);
        buffer.putLong(numbered.sequence());
        buffer.putLong(at.getEpochSecond()).putInt(at.getNano());
        buffer.put((byte) METHODS.indexOf(burst.method()));
        buffer.put((byte) burst.prefix().length()).put((byte) address.length).put(address);
        buffer.put((byte) burst.sent()).put((byte) burst.received());
        if (!burst.lost()) {
            buffer.putLong(burst.minNanos()).putLong(burst.medianNanos()).putLong(burst.maxNanos());
        }
        buffer.put((byte) zone.length).put(zone);
        byte[] target = burst.target().map(IpAddress::toBytes).orElse(NO_TARGET);
        buffer.put((byte) target.length).put(target);
        int length = buffer.position() - start - HEADER;
        buffer.putInt(start, length);
        buffer.putInt(start + Integer.BYTES, crc(buffer, start + HEADER, length));
    }

    /** Returns the whole and sound record that begins at {@code offset}; empty if there is none. */
    static Optional<Decoded> decode(ByteBuffer buffer, int offset) {
        if (buffer.limit() - offset < HEADER) {
            return Optional.empty();
        }
        int length = buffer.getInt(offset);
        boolean fits = length >= 1 && length <= MAX_PAYLOAD && length <= buffer.limit() - offset - HEADER;
        if (!fits || buffer.getInt(offset + Integer.BYTES) != crc(buffer, offset + HEADER, length)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Decoded(payload(buffer.slice(offset + HEADER, length)), HEADER + length));
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static NumberedBurst payload(ByteBuffer in) {
        long sequence = in.getLong();
        Instant at = Instant.ofEpochSecond(in.getLong(), in.getInt());
        int method = in.get();
        if (method < 0 || method >= METHODS.size()) {
            throw new IllegalArgumentException("method must be in [0.." + (METHODS.size() - 1) + "]: " + method);
        }
        int prefixLength = in.get() & 0xFF;
        Prefix prefix = new Prefix(IpAddress.ofBytes(bytes(in)), prefixLength);
        int sent = in.get() & 0xFF;
        int received = in.get() & 0xFF;
        long min = received == 0 ? 0 : in.getLong();
        long median = received == 0 ? 0 : in.getLong();
        long max = received == 0 ? 0 : in.getLong();
        String zone = new String(bytes(in), StandardCharsets.UTF_8);
        byte[] target = in.hasRemaining() ? bytes(in) : NO_TARGET;
        Burst burst = new Burst(
                prefix,
                zone,
                at,
                METHODS.get(method),
                sent,
                received,
                min,
                median,
                max,
                target.length == 0 ? Optional.empty() : Optional.of(IpAddress.ofBytes(target)));
        return new NumberedBurst(sequence, burst);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.get() & 0xFF];
        in.get(bytes);
        return bytes;
    }

    private static int crc(ByteBuffer buffer, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(offset, length));
        return (int) crc.getValue();
    }
}
