package org.isochrone.pdns.answer;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.isochrone.steering.client.ClientCount;

/**
 * Counters by key in open addressing with linear probing; keys are only ever added. A slot's key and its count lie side
 * by side, to be had from memory in one piece. Safe for any thread.
 */
final class LeafTable {
    private final int capacity;
    private final AtomicInteger used = new AtomicInteger();
    private final int mask;
    private final AtomicLongArray slots;

    /** At most half full, so that a search ends soon. */
    LeafTable(int capacity) {
        this.capacity = capacity;
        mask = (Integer.highestOneBit(Math.max(1, capacity)) << 2) - 1;
        slots = new AtomicLongArray(2 * (mask + 1));
    }

    /** Adds to the counter of {@code key}, which is not 0, and returns its slot; -1 if there is no room for the key. */
    int add(long key, long questions) {
        int slot = slot(key);
        while (true) {
            long there = key(slot);
            if (there == 0) {
                if (used.get() >= capacity) {
                    return -1;
                }
                there = slots.compareAndExchange(2 * slot, 0, key);
                if (there == 0) {
                    used.incrementAndGet();
                    there = key;
                }
            }
            if (there == key) {
                slots.addAndGet(2 * slot + 1, questions);
                return slot;
            }
            slot = slot + 1 & mask;
        }
    }

    /** Tells whether a key has a counter. */
    boolean has(long key) {
        int slot = slot(key);
        while (key(slot) != 0) {
            if (key(slot) == key) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }

    private int slot(long key) {
        return (int) ((key * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
    }

    private long key(int slot) {
        return slots.get(2 * slot);
    }

    /** Takes what a slot has counted. */
    long take(int slot) {
        return slots.getAndSet(2 * slot + 1, 0);
    }

    /** Moves every count to {@code into}. */
    void drain(List<ClientCount> into) {
        for (int slot = 0; slot <= mask; slot++) {
            long key = key(slot);
            if (key != 0) {
                long count = take(slot);
                if (count > 0) {
                    into.add(new ClientCount(ClientCounter.address(key).leaf(), count));
                }
            }
        }
    }
}
