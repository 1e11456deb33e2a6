package org.isochrone.probe.passive;

import java.util.Arrays;
import java.util.function.ObjLongConsumer;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;
import org.jspecify.annotations.Nullable;

/**
 * The client prefixes of one slot of time: an open hash table from the prefix, packed into a long, to its clients. Not
 * safe for several threads.
 */
final class Slot {
    private static final int FIRST_CAPACITY = 64;
    private static final int IPV4_SHIFT = 64 - 24;
    private static final int IPV6_SHIFT = 64 - 48;

    /** Set in the keys of IPv4, whose 24 bits would else be those of an IPv6 prefix. No key is 0, which means free. */
    private static final long IPV4 = 1L << 62;

    private static final long USED = 1L << 61;

    private long[] keys = new long[FIRST_CAPACITY];
    private @Nullable ClientSample[] samples = new @Nullable ClientSample[FIRST_CAPACITY];
    private int size;

    /** Returns the key of the client prefix that holds an address. */
    static long key(IpFamily family, long high) {
        return family == IpFamily.IPV4 ? USED | IPV4 | high >>> IPV4_SHIFT : USED | high >>> IPV6_SHIFT;
    }

    /** Returns the number of an address's client inside its prefix: the address of IPv4, the /64 of IPv6. */
    static int client(IpFamily family, long high) {
        return family == IpFamily.IPV4 ? (int) (high >>> 32) & 0xFF : (int) high & 0xFFFF;
    }

    /** Returns the prefix that {@link #key} packed. */
    static Prefix prefix(long key) {
        boolean ipv4 = (key & IPV4) != 0;
        long bits = key & ~(IPV4 | USED);
        IpFamily family = ipv4 ? IpFamily.IPV4 : IpFamily.IPV6;
        return new IpAddress(family, bits << (ipv4 ? IPV4_SHIFT : IPV6_SHIFT), 0).leaf();
    }

    /** Returns the clients of a prefix, which may be none yet. */
    ClientSample sample(long key) {
        int at = place(key);
        ClientSample found = samples[at];
        if (found != null) {
            return found;
        }
        ClientSample fresh = new ClientSample();
        keys[at] = key;
        samples[at] = fresh;
        size++;
        if (size > keys.length / 2) {
            rehash();
        }
        return fresh;
    }

    /** Returns the number of prefixes. */
    int size() {
        return size;
    }

    /** Hands over every prefix's key and clients, by ascending key. */
    void forEach(ObjLongConsumer<ClientSample> sink) {
        long[] used = Arrays.stream(keys).filter(key -> key != 0).sorted().toArray();
        for (long key : used) {
            sink.accept(sample(key), key);
        }
    }

    private int place(long key) {
        int mask = keys.length - 1;
        int at = (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
        while (keys[at] != 0 && keys[at] != key) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private void rehash() {
        long[] oldKeys = keys;
        @Nullable ClientSample[] oldSamples = samples;
        keys = new long[2 * oldKeys.length];
        samples = new @Nullable ClientSample[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                samples[at] = oldSamples[i];
            }
        }
    }
}
