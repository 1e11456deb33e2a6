package org.isochrone.pdns.dns;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/**
 * Keeps a listener over UDP from being used against others: who forges the source of questions has the answers sent to
 * his victim. To one network (/24, /56) go so many answers a second for one question, and {@value #QUESTIONS} times as
 * many in all. Of those beyond, every second is sent truncated, so that a resolver that really asks comes again over
 * TCP, whose source cannot be forged; the others are not sent. Loopback addresses are not limited. A fixed amount of
 * memory, in which two questions may share a counter. Safe for any thread, without locks.
 */
final class ResponseLimit {
    /** How many questions' worth of answers a network gets in all. */
    static final int QUESTIONS = 10;

    private static final int SLOTS = 1 << 16;
    private static final int COUNT_BITS = 24;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
    private static final long NANOS = 1_000_000_000L;
    private static final int HEADER = 12;
    private static final int TYPE_AND_CLASS = 4;
    private static final int NETWORK_BITS_IPV6 = 56;
    private static final long LOOPBACK_IPV4 = 127;

    private final int perSecond;
    private final LongSupplier nanoTime;
    private final long salt;
    private final AtomicLongArray seen = new AtomicLongArray(SLOTS);

    /** What becomes of an answer. */
    enum Verdict {
        /** It is sent. */
        SEND,
        /** It is sent without content, so that the question is asked again over TCP. */
        TRUNCATE,
        /** It is not sent. */
        DROP
    }

    /**
     * Has seen nothing yet.
     *
     * @param perSecond answers a second to one network for one question; 0 for no limit
     * @param salt no one outside knows it, so that nobody can have two questions share a counter on purpose
     */
    ResponseLimit(int perSecond, LongSupplier nanoTime, long salt) {
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.salt = salt;
    }

    /** Counts a question and says what becomes of its answer. */
    Verdict of(byte[] query, int length, IpAddress from) {
        if (perSecond == 0 || loopback(from)) {
            return Verdict.SEND;
        }
        long network = from.family() == IpFamily.IPV4
                ? IpAddress.maskedHigh(from.high(), from.family().leafLength())
                : IpAddress.maskedHigh(from.high(), NETWORK_BITS_IPV6);
        long second = nanoTime.getAsLong() / NANOS;
        long beyond = Math.max(
                count(network, second) - (long) QUESTIONS * perSecond,
                count(network ^ questionHash(query, length), second) - perSecond);
        return beyond <= 0 ? Verdict.SEND : beyond % 2 == 0 ? Verdict.TRUNCATE : Verdict.DROP;
    }

    private static boolean loopback(IpAddress from) {
        return from.family() == IpFamily.IPV4
                ? from.high() >>> 56 == LOOPBACK_IPV4
                : from.high() == 0 && from.low() == 1;
    }

    /** Adds one to a counter and returns it; it starts again with each second. */
    private long count(long key, long second) {
        int slot = (int) (mixed(key ^ salt) >>> 48);
        while (true) {
            long before = seen.get(slot);
            long count = before >>> COUNT_BITS == (second & -1L >>> COUNT_BITS) ? before & COUNT_MASK : 0;
            long after = Math.min(count + 1, COUNT_MASK);
            if (seen.compareAndSet(slot, before, second << COUNT_BITS | after)) {
                return after;
            }
        }
    }

    private static long questionHash(byte[] query, int length) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        int end = questionEnd(query, length);
        for (int i = HEADER; i < end; i++) {
            int octet = query[i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            hash = (hash ^ lower) * 0x100_0000_01B3L;
        }
        return hash;
    }

    /** Returns where the first question ends; behind the header if there is none. */
    static int questionEnd(byte[] query, int length) {
        int at = HEADER;
        while (at < length && query[at] > 0) {
            at += query[at] + 1;
        }
        int end = at + 1 + TYPE_AND_CLASS;
        boolean one = length > 5 && query[4] == 0 && query[5] == 1;
        return one && end <= length && query[at] == 0 ? end : HEADER;
    }

    private static long mixed(long value) {
        long z = value * 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
