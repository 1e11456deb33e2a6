package org.isochrone.pdns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.isochrone.pdns.dns.Stub;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.Dig;

/** What every DNS server in front of {@link World} must answer for {@code geo.example}, whatever it speaks with us. */
public final class Steering {
    private static final String FRA = "NOERROR A 192.0.2.1";
    private static final String NYC = "NOERROR A 192.0.2.2 A 192.0.2.22";

    private final int port;

    public Steering(int port) {
        this.port = port;
    }

    private Dig.Answer ask(String name, String type, String... options) {
        return Dig.ask(port, name, type, options);
    }

    /** Two subnets get their zones, a third inside the first's prefix shares its answer, each with its scope. */
    public void clientsGetTheirZones() {
        Dig.Answer first = ask("www.geo.example", "A", "+subnet=203.0.113.0/24");
        assertEquals(FRA, first.brief());
        assertEquals("203.0.113.0/24/24", first.subnet());
        assertEquals(List.of("www.geo.example. 60 IN A 192.0.2.1"), first.answer());
        assertEquals(NYC, ask("www.geo.example", "A", "+subnet=198.51.100.0/24").brief());
        assertEquals(FRA, ask("www.geo.example", "A", "+subnet=203.0.113.77/32").brief());
        assertEquals(
                "NOERROR CNAME fra.example.net.",
                ask("cdn.geo.example", "A", "+subnet=203.0.113.0/24").brief());
        assertEquals(
                "NOERROR CNAME photos.nyc.example.net.",
                ask("photos.s3.geo.example", "A", "+subnet=198.51.100.0/24").brief());
        assertEquals(
                FRA, ask("x.y.wild.geo.example", "A", "+subnet=203.0.113.0/24").brief());
        Dig.Answer six = ask("www.geo.example", "AAAA", "+subnet=2001:db8:1:2::/64");
        assertEquals("NOERROR AAAA 2001:db8:f::2", six.brief());
        assertTrue(six.scope() >= 1 && six.scope() <= 48, six.subnet());
    }

    /** The caches never hand one client's answer to another, whether known by subnet or by its own address. */
    public void nobodyGetsAnothersAnswer() {
        Random random = new Random(17);
        Stub stub = new Stub(port);
        try {
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> assertEquals("NOERROR 192.0.2.1", www(stub, "203.0.113." + i + "/32"));
                    case 1 -> assertEquals("NOERROR 192.0.2.2 192.0.2.22", www(stub, "198.51.100." + i + "/32"));
                    case 2 ->
                        assertEquals(
                                "NOERROR 192.0.2.3",
                                new Stub(port)
                                        .from(InetAddress.ofLiteral("127.0.0." + (i + 1)))
                                        .ask("www.geo.example", Stub.type("A")));
                    default -> assertEquals("NOERROR 192.0.2.3", www(stub, "0.0.0.0/0"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String www(Stub stub, String subnet) throws IOException {
        return stub.ask("www.geo.example", Stub.type("A"), Prefix.parse(subnet));
    }

    /** The records that are the same for everybody, and what does not exist. */
    public void everythingElseIsRight() {
        assertEquals(
                "NOERROR SOA ns1.example.org. john\\.doe.example.org. 7 3600 600 1209600 60",
                ask("geo.example", "SOA").brief());
        assertEquals(
                "NOERROR NS ns1.example.org. NS ns2.example.org.",
                ask("geo.example", "NS").brief());
        assertEquals(
                "NOERROR TXT \"1750000007\" \"serial=7\" \"period=" + World.PERIOD + "\" \"epoch=3\" \"realm_epoch=2\"",
                ask("_map.geo.example", "TXT").brief());
        Dig.Answer nothing = ask("nope.geo.example", "A");
        assertEquals("NXDOMAIN", nothing.brief());
        assertTrue(nothing.authority().getFirst().contains(" SOA ns1.example.org."), nothing.toString());
        for (String name : Stream.of("b.c", "c", "wild")
                .map(label -> label + ".geo.example")
                .toList()) {
            Dig.Answer empty = ask(name, "A");
            assertEquals("NOERROR", empty.brief(), name);
            assertTrue(empty.authority().getFirst().contains(" SOA ns1.example.org."), empty.toString());
        }
        assertEquals("NOERROR", ask("www.geo.example", "MX").brief());
        assertEquals("NXDOMAIN", ask("unknown.s3.geo.example", "A").brief());
        assertEquals("REFUSED", ask("www.example.org", "A").brief());
        Dig.Answer mixedCase = ask("wWw.GEO.example", "A", "+subnet=203.0.113.0/24");
        assertEquals(List.of("wWw.GEO.example. 60 IN A 192.0.2.1"), mixedCase.answer());
        assertTrue(mixedCase.flags().contains("aa"), mixedCase.toString());
    }

    /** All of the above. */
    public void isRight() {
        clientsGetTheirZones();
        nobodyGetsAnothersAnswer();
        everythingElseIsRight();
    }
}
