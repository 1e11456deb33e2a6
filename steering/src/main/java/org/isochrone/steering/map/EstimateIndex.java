package org.isochrone.steering.map;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.isochrone.steering.estimate.PrefixEstimates;
import org.isochrone.steering.estimate.Provenance;
import org.isochrone.steering.prefix.IpAddress;

/**
 * Prefixes that may cover each other, each with where its estimates stand in the encoded map: they are decoded when
 * somebody asks, which is seldom, so that they cost little more memory than their bytes. Immutable, safe for any
 * thread.
 */
final class EstimateIndex {
    private final byte[] encoded;
    private final EstimateCodec codec;
    private final PrefixList prefixes;
    private final int[] offsets;
    private final Origins origins;
    private volatile Optional<RangeLookup> rows = Optional.empty(); // position + 1 of the longest prefix, 0 for none

    /** The estimates of prefix {@code i} begin at {@code offsets[i]}. */
    EstimateIndex(byte[] encoded, EstimateCodec codec, PrefixList prefixes, int[] offsets, Origins.Builder origins) {
        this.encoded = encoded;
        this.codec = codec;
        this.prefixes = prefixes;
        this.offsets = offsets;
        this.origins = origins.build(prefixes);
    }

    /** Returns the estimates of the longest prefix that holds the address. */
    Optional<PrefixEstimates> find(IpAddress address) {
        int row = RangeLookup.value(rows().find(address.high(), address.low())) - 1;
        return row < 0 ? Optional.empty() : Optional.of(read(row));
    }

    private RangeLookup rows() {
        Optional<RangeLookup> known = rows;
        if (known.isEmpty()) {
            // several threads may do this at a time, with the same result
            int[] positions = IntStream.rangeClosed(1, prefixes.size()).toArray();
            known = Optional.of(RangeSweep.sweep(prefixes, positions).lookup());
            rows = known;
        }
        return known.get();
    }

    /** Returns where the estimate of a zone comes from, among those that {@link #find} finds; allocates nothing. */
    Provenance provenance(String zone, long high, long low) {
        Integer number = codec.zones().numbers().get(zone);
        return number == null ? Provenance.NONE : origins.find(number, high, low);
    }

    /** Returns all, in order. */
    Iterator<PrefixEstimates> iterator() {
        return IntStream.range(0, prefixes.size()).mapToObj(this::read).iterator();
    }

    private PrefixEstimates read(int row) {
        return new PrefixEstimates(prefixes.prefix(row), codec.read(new ByteReader(encoded, offsets[row])));
    }
}
