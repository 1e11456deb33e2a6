package org.isochrone.steering.map;

import java.util.Iterator;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Prefixes that may cover each other, each with where its estimates stand in the encoded map: they are decoded when
 * somebody asks, which is seldom, so that they cost no more memory than their bytes. Immutable, safe for any thread.
 */
final class EstimateIndex {
    private final PrefixArray prefixes;
    private final int[] enclosing;
    private final IntFunction<PrefixEstimates> decoder;

    /** {@code decoder} makes the estimates of the prefix at a position. */
    EstimateIndex(PrefixArray prefixes, IntFunction<PrefixEstimates> decoder) {
        this.prefixes = prefixes;
        this.decoder = decoder;
        enclosing = new int[prefixes.size()];
        int inside = -1;
        for (int i = 0; i < enclosing.length; i++) {
            IpAddress network = prefixes.prefix(i).network();
            while (inside >= 0 && !prefixes.contains(inside, network)) {
                inside = enclosing[inside];
            }
            enclosing[i] = inside;
            inside = i;
        }
    }

    /** Returns the estimates of the longest prefix that holds the address. */
    Optional<PrefixEstimates> find(IpAddress address) {
        int i = prefixes.floor(address);
        while (i >= 0 && !prefixes.contains(i, address)) {
            i = enclosing[i];
        }
        return i < 0 ? Optional.empty() : Optional.of(decoder.apply(i));
    }

    /** Returns all, in order. */
    Iterator<PrefixEstimates> iterator() {
        return IntStream.range(0, prefixes.size()).mapToObj(decoder).iterator();
    }
}
