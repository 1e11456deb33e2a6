package org.isochrone.probe.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinuxTest {
    @Test
    void saysWhichMachinesItIsFor() {
        assertEquals(Optional.empty(), Linux.lack("Linux", "amd64"));
        assertEquals(Optional.empty(), Linux.lack("Linux", "aarch64"));
        assertEquals(
                Optional.of("Linux on x86-64 or aarch64, and this is Linux on riscv64"),
                Linux.lack("Linux", "riscv64"));
        assertEquals(
                Optional.of("Linux on x86-64 or aarch64, and this is Mac OS X on aarch64"),
                Linux.lack("Mac OS X", "aarch64"));
    }

    @Test
    void theHeaderOfIpv4IsSkippedAndABrokenOneSkipsAll() {
        for (int first = 0; first < 256; first++) {
            for (int length = 0; length < 70; length++) {
                ByteBuffer packet = ByteBuffer.allocate(70).put(0, (byte) first).limit(length);
                int header = first % 16 * 4;
                boolean sound = first / 16 == 4 && header >= 20;
                assertEquals(sound ? Math.min(header, length) : length, StampedSocket.afterIpv4Header(packet));
            }
        }
    }
}
