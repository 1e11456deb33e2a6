package org.isochrone.steering.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Any bytes are refused as no map, with the place, or decoded to a map that answers every question as it should. */
class MapFuzzTest {
    /** A few ranges may be very many cells, for IPv6 above all. */
    private static final int CELLS = 2_000;

    private static final List<IpAddress> CLIENTS = Stream.of(
                    "0.0.0.0",
                    "192.0.2.77",
                    "255.255.255.255",
                    "::",
                    "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1",
                    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
            .map(IpAddress::parse)
            .toList();

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("map", MapFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one map. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        CellMap map;
        try {
            map = MapCodec.decode(bytes);
        } catch (MapChannelException e) {
            assertTrue(String.valueOf(e.getMessage()).contains("map"), e.getMessage());
            return;
        }
        MapHead head = MapCodec.head(bytes);
        assertEquals(map.version(), head.version());
        assertEquals(map.createdAt(), head.createdAt());
        PublishedMap renamed = MapCodec.renamed(new PublishedMap(head, bytes), map.version());
        assertEquals(head, renamed.head());
        assertEquals(head.hash(), MapCodec.head(renamed.encoded()).hash());
        map.zonegroups().forEach(zonegroup -> zonegroup(map, zonegroup));
        estimates(map);
    }

    private static void zonegroup(CellMap map, String zonegroup) {
        map.cells(zonegroup).limit(CELLS).forEach(cell -> {
            RankedCell found = map.lookup(zonegroup, cell.prefix().network()).orElseThrow();
            assertEquals(cell, new CellMap.Cell(found.cell(cell.prefix().network()), found.ranking()));
        });
        for (IpAddress client : CLIENTS) {
            Optional<RankedCell> found = map.lookup(zonegroup, client);
            int depth = map.unknownDepth(zonegroup, client);
            assertTrue(depth >= 0 && depth <= client.family().bits(), "depth " + depth);
            found.ifPresent(cell -> assertEquals(depth, cell.length()));
        }
    }

    private static void estimates(CellMap map) {
        StreamSupport.stream(map.allEstimates().spliterator(), false).forEach(known -> {
            PrefixEstimates found = map.estimates(known.prefix().network()).orElseThrow();
            assertTrue(found.prefix().contains(known.prefix().network()));
            assertTrue(found.prefix().length() >= known.prefix().length());
        });
        CLIENTS.forEach(map::estimates);
    }
}
