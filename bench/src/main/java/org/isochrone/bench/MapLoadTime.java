package org.isochrone.bench;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.isochrone.steering.estimate.EstimateTable;
import org.isochrone.steering.map.CellMap;
import org.isochrone.steering.map.MapCodec;
import org.isochrone.steering.map.MapContent;
import org.isochrone.steering.map.PublishedMap;
import org.isochrone.steering.map.RankedPrefixes;
import org.isochrone.steering.prefix.IpFamily;

/**
 * How large a published map is, and how long it takes from its bytes to a map that answers. Arguments: {@code load} or
 * {@code size}, prefixes, zones, runs.
 */
public final class MapLoadTime {
    private static final double NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double MILLION = 1e6;

    private MapLoadTime() {}

    /** Runs it. */
    public static void main(String[] args) {
        int prefixes = Integer.parseInt(args[1]);
        Internet internet = new Internet(IpFamily.IPV4, prefixes, Integer.parseInt(args[2]));
        MapContent content = internet.build(internet.estimates()).content();
        MapContent bare =
                new MapContent(content.version(), content.createdAt(), content.rankings(), EstimateTable.of(List.of()));
        if (args[0].equals("size")) {
            size(content, bare, prefixes);
            return;
        }
        int runs = Integer.parseInt(args[3]);
        Figure.print("map-load-ms", median(MapCodec.publish(content), runs), 0, "ms");
        Figure.print("map-load-bare-ms", median(MapCodec.publish(bare), runs), 0, "ms");
    }

    private static void size(MapContent content, MapContent bare, int prefixes) {
        double scale = MILLION / prefixes;
        Figure.print("map-size-compressed", MapCodec.encode(bare).length * scale, 0, "bytes");
        Figure.print("map-size-plain", MapCodec.encodePlain(bare).length * scale, 0, "bytes");
        Figure.print("map-size-with-estimates", MapCodec.encode(content).length * scale, 0, "bytes");
        RankedPrefixes group = content.rankings().getOrDefault("group", RankedPrefixes.of(new TreeMap<>()));
        CellMap read = MapCodec.decode(MapCodec.encode(bare));
        System.out.println("# " + group.size() + " prefixes in each of "
                + content.rankings().size() + " zonegroups, in memory " + read.bytes() / group.size()
                + " bytes a prefix for all of them");
    }

    /** The median time to check and decode a map, milliseconds, after as many runs to warm up. */
    private static double median(PublishedMap map, int runs) {
        double[] millis = new double[2 * runs];
        for (int run = 0; run < millis.length; run++) {
            long start = System.nanoTime();
            CellMap read = MapCodec.decode(map);
            millis[run] = (System.nanoTime() - start) / NANOS;
            if (!read.version().equals(map.head().version())) {
                throw new IllegalStateException("another map was read: " + read.version());
            }
        }
        Arrays.sort(millis, runs, millis.length);
        System.out.println("# " + map.encoded().length + " bytes");
        return millis[runs + runs / 2];
    }
}
