package org.isochrone.probe.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.NumberedBurst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** The bytes of a record, and what of it another version of the program may write. */
class BurstCodecTest {
    private static final Burst LOSS =
            Burst.loss(Prefix.parse("192.0.2.0/24"), "z", Instant.ofEpochSecond(5, 6), ProbeMethod.DNS, 3);
    private static final NumberedBurst WITH_TARGET = new NumberedBurst(9, LOSS.of(IpAddress.parse("192.0.2.7")));
    private static final String UP_TO_THE_ZONE =
            "0000000000000009" + "0000000000000005" + "00000006" + "01" + "18" + "04c0000200" + "0300" + "017a";
    private static final String TARGET = "04c0000207";

    private static byte[] payload(NumberedBurst burst) {
        ByteBuffer buffer = ByteBuffer.allocate(BurstCodec.HEADER + BurstCodec.MAX_PAYLOAD);
        BurstCodec.encode(burst, buffer);
        return Arrays.copyOfRange(buffer.array(), BurstCodec.HEADER, buffer.position());
    }

    private static Optional<NumberedBurst> decode(String payloadHex) {
        byte[] payload = HexFormat.of().parseHex(payloadHex);
        CRC32C crc = new CRC32C();
        crc.update(payload);
        ByteBuffer record = ByteBuffer.allocate(BurstCodec.HEADER + payload.length)
                .putInt(payload.length)
                .putInt((int) crc.getValue())
                .put(payload)
                .flip();
        return BurstCodec.decode(record, 0).map(BurstCodec.Decoded::burst);
    }

    @Test
    void theTargetComesLast() {
        assertEquals(UP_TO_THE_ZONE + TARGET, HexFormat.of().formatHex(payload(WITH_TARGET)));
        assertEquals(UP_TO_THE_ZONE + "00", HexFormat.of().formatHex(payload(new NumberedBurst(9, LOSS))));
    }

    @Test
    void readsWhatWasWrittenBeforeThereWereTargets() {
        assertEquals(Optional.of(new NumberedBurst(9, LOSS)), decode(UP_TO_THE_ZONE));
    }

    @Test
    void passesOverWhatANewerProgramAdded() {
        assertEquals(Optional.of(WITH_TARGET), decode(UP_TO_THE_ZONE + TARGET + "beef"));
    }

    @Test
    void refusesATargetOfAnotherPrefix() {
        assertEquals(Optional.empty(), decode(UP_TO_THE_ZONE + "04c6336407"));
        assertEquals(Optional.empty(), decode(UP_TO_THE_ZONE + "03c00002"));
    }
}
