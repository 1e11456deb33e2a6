package org.isochrone.pdns.answer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.isochrone.steering.client.ClientCount;

/** Counters by key in open addressing with linear probing; keys are only ever added. Safe for any thread. */
final class LeafTable {
    private final int capacity;
    private final AtomicInteger used = new AtomicInteger();
    private final AtomicLongArray keys;
    private final AtomicLongArray counts;

    /** At most half full, so that a search ends soon. */
    LeafTable(int capacity) {
        this.capacity = capacity;
        int slots = Integer.highestOneBit(Math.max(1, capacity)) << 2;
        keys = new AtomicLongArray(slots);
        counts = new AtomicLongArray(slots);
    }

    /** Adds to the counter of {@code key}, which is not 0, and returns its slot; -1 if there is no room for the key. */
    int add(long key, long questions) {
        int mask = keys.length() - 1;
        int slot = slot(key);
        while (true) {
            long there = keys.get(slot);
            if (there == 0) {
                if (used.get() >= capacity) {
                    return -1;
                }
                there = keys.compareAndExchange(slot, 0, key);
                if (there == 0) {
                    used.incrementAndGet();
                    there = key;
                }
            }
            if (there == key) {
                counts.addAndGet(slot, questions);
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Tells whether a key has a counter. */
    boolean has(long key) {
        int slot = slot(key);
        while (keys.get(slot) != 0) {
            if (keys.get(slot) == key) {
                return true;
            }
            slot = slot + 1 & keys.length() - 1;
        }
        return false;
    }

    private int slot(long key) {
        return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & keys.length() - 1;
    }

    /** Takes what a slot has counted. */
    long take(int slot) {
        return counts.getAndSet(slot, 0);
    }

    /** Moves every count to {@code into}. */
    void drain(List<ClientCount> into) {
        for (int slot = 0; slot < keys.length(); slot++) {
            long key = keys.get(slot);
            if (key != 0) {
                long count = take(slot);
                if (count > 0) {
                    into.add(new ClientCount(ClientCounter.address(key).leaf(), count));
                }
            }
        }
    }
}
