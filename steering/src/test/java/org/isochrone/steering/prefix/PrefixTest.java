package org.isochrone.steering.prefix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "::, ::",
        "1::, 1::",
        "::1, ::1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8::1:0:0:1, 2001:db8::1:0:0:1",
        "::ffff:192.0.2.9, 192.0.2.9",
        "fe80::1%eth0, fe80::1"
    })
    void writesAddressesInCanonicalForm(String given, String canonical) {
        assertEquals(canonical, IpAddress.parse(given).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "01234",
                "example.com",
                "1.2.3.4.5",
                "::g",
                "1:2:3",
                " 1.2.3.4",
                "::\u0661",
                "::\uff41",
                "1.2.3.\u0664"
            })
    void refusesWhatIsNoAddress(String given) {
        String message = assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(given))
                .getMessage();
        assertEquals("not an IPv4 or IPv6 address: '" + given + "'", message);
    }

    @Test
    void readsAddressesWithPorts() {
        assertEquals("/192.0.2.1:53", SocketAddresses.parse("192.0.2.1:53").toString());
        assertEquals(
                new InetSocketAddress(IpAddress.parse("2001:db8::1").toInetAddress(), 0),
                SocketAddresses.parse("[2001:db8::1]:0"));
        for (String wrong : List.of(
                "192.0.2.1",
                "192.0.2.1:",
                ":53",
                "192.0.2.1:65536",
                "192.0.2.1:-1",
                "192.0.2.1:\u0665\u0663",
                "[192.0.2.1:53",
                "2001:db8::1:53",
                "localhost:53")) {
            assertThrows(IllegalArgumentException.class, () -> SocketAddresses.parse(wrong), wrong);
        }
    }

    @Test
    void saysWhichPrefixWasMeantWhenHostBitsAreSet() {
        String message = assertThrows(IllegalArgumentException.class, () -> Prefix.parse("10.0.0.1/24"))
                .getMessage();
        assertEquals("host bits are set: 10.0.0.1/24, did you mean 10.0.0.0/24?", message);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33, [0..32]", "::/129, [0..128]"})
    void saysTheLegalRangeOfALength(String given, String range) {
        String message = assertThrows(IllegalArgumentException.class, () -> Prefix.parse(given))
                .getMessage();
        assertTrue(String.valueOf(message).contains(range), message);
    }

    @Test
    void masksAndComparesAsUnsignedNumbersDo() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            IpAddress a = random(random);
            IpAddress b = random(random);
            int length = random.nextInt(a.family().bits() + 1);
            BigInteger expected = number(a)
                    .shiftRight(a.family().bits() - length)
                    .shiftLeft(a.family().bits() - length);
            assertEquals(expected, number(a.masked(length)), "seed " + seed + " " + a + "/" + length);
            if (a.family() == b.family()) {
                assertEquals(
                        Integer.signum(number(a).compareTo(number(b))),
                        Integer.signum(a.compareTo(b)),
                        "seed " + seed + " " + a + " " + b);
            }
            assertEquals(a, IpAddress.parse(a.toString()), "seed " + seed);
            assertEquals(a, IpAddress.ofBytes(a.toBytes()), "seed " + seed);
            int bit = random.nextInt(a.family().bits());
            assertEquals(number(a).testBit(a.family().bits() - 1 - bit) ? 1 : 0, a.bit(bit), "seed " + seed);
        }
    }

    @Test
    void coversWhatLiesInside() {
        Prefix outer = Prefix.parse("10.0.0.0/8");
        assertTrue(outer.covers(Prefix.parse("10.1.0.0/16")));
        assertTrue(outer.covers(outer));
        assertFalse(outer.covers(Prefix.parse("0.0.0.0/0")));
        assertFalse(outer.covers(Prefix.parse("a00::/16")));
        assertTrue(Prefix.parse("::/0").contains(IpAddress.parse("2001:db8::1")));
    }

    private static IpAddress random(Random random) {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(3) == 0) {
                bytes[i] = 0;
            }
        }
        if (bytes.length == 16) {
            bytes[0] = 0x20; // keeps v4-mapped forms out, which are IPv4 by definition
        }
        return IpAddress.ofBytes(bytes);
    }

    private static BigInteger number(IpAddress address) {
        return new BigInteger(1, address.toBytes());
    }

    /** What is read without the library means what the library reads. */
    @Test
    void textsMeanWhatTheLibraryReads() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "0123456789..::af";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            if (random.nextInt(3) == 0) {
                text.append(randomGroups(random));
            } else if (random.nextBoolean()) {
                for (int octet = 0; octet < 4; octet++) {
                    text.append(octet == 0 ? "" : ".").append(random.nextInt(270));
                }
            }
            for (int change = random.nextInt(3); change > 0; change--) {
                text.insert(random.nextInt(text.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String asked = "seed " + seed + ": '" + text + "'";
            Optional<IpAddress> expected = library(text.toString());
            if (expected.isPresent()) {
                assertEquals(expected.get(), IpAddress.parse(text.toString()), asked);
            } else {
                assertThrows(IllegalArgumentException.class, () -> IpAddress.parse(text.toString()), asked);
            }
        }
    }

    private static String randomGroups(Random random) {
        StringBuilder text = new StringBuilder();
        for (int group = 1 + random.nextInt(8); group > 0; group--) {
            text.append(Integer.toHexString(random.nextInt(1 << (4 * (1 + random.nextInt(4))))))
                    .append(random.nextInt(5) == 0 ? "::" : ":");
        }
        switch (random.nextInt(3)) {
            case 0 -> text.append("192.0.2.").append(random.nextInt(260));
            case 1 -> text.setLength(text.length() - 1);
            default -> text.insert(0, "::");
        }
        return text.toString();
    }

    /** Inside IPv6 addresses the library takes groups and octets with more zeros in front than there may be digits. */
    private static Optional<IpAddress> library(String text) {
        if (text.matches(".*(\\d{4}\\.|\\.\\d{4}|[0-9a-f]{5}).*")) {
            return Optional.empty();
        }
        try {
            return text.contains(":") || text.matches("(\\d{1,3}\\.){3}\\d{1,3}")
                    ? Optional.of(IpAddress.of(InetAddress.ofLiteral(text)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
