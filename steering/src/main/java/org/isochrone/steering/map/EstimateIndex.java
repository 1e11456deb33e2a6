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
    private final RangeLookup rows; // position + 1 of the longest prefix, 0 for none

    /** The estimates of prefix {@code i} begin at {@code offsets[i]}. */
    EstimateIndex(byte[] encoded, EstimateCodec codec, PrefixList prefixes, int[] offsets) {
        this.encoded = encoded;
        this.codec = codec;
        this.prefixes = prefixes;
        this.offsets = offsets;
        rows = RangeSweep.sweep(
                        prefixes, IntStream.rangeClosed(1, prefixes.size()).toArray())
                .lookup();
    }

    /** Returns the estimates of the longest prefix that holds the address. */
    Optional<PrefixEstimates> find(IpAddress address) {
        int row = RangeLookup.value(rows.find(address.high(), address.low())) - 1;
        return row < 0 ? Optional.empty() : Optional.of(read(row));
    }

    /** Returns where the estimate of a zone comes from, among those that {@link #find} finds; allocates nothing. */
    Provenance provenance(String zone, long high, long low) {
        int row = RangeLookup.value(rows.find(high, low)) - 1;
        return row < 0 ? Provenance.NONE : codec.provenance(encoded, offsets[row], zone);
    }

    /** Returns all, in order. */
    Iterator<PrefixEstimates> iterator() {
        return IntStream.range(0, prefixes.size()).mapToObj(this::read).iterator();
    }

    private PrefixEstimates read(int row) {
        return new PrefixEstimates(prefixes.prefix(row), codec.read(new ByteReader(encoded, offsets[row])));
    }
}
