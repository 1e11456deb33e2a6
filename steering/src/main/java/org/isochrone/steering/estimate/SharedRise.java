package org.isochrone.steering.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.client.ClientPrefix;

/**
 * Tells a rise that many clients share from passing spikes of single ones.
 *
 * <p>Two slow bursts in a row may be chance: they are for every tenth pair on a bad day. But if nearly everybody whom
 * the same zone serves best was slow since then, the cause is common: the zone, or the path to it, or, if only clients
 * of one AS or one country were, a path that was re-routed. Faults are told apart in this way by what bad measurements
 * share [1]. A zone's voters are the prefixes to which it is nearest: theirs are the moves that matter, and what slows
 * a zone down for those around it is lost in the noise of long paths.
 *
 * <p>The question is always asked for the time since the asking pair turned slow, so no period needs to be configured,
 * and it fits probing every minute as well as probing every hour.
 *
 * <p>[1] Jin et al., Zooming in on Wide-area Latencies to a Global Cloud Provider (BlameIt), SIGCOMM 2019.
 */
final class SharedRise {
    /** Bursts of others that must be there to tell. */
    private static final int MIN_VOTES = 8;

    /**
     * The share of them that must be high. By chance, 7 of 8 are in one of 800 cases if three in ten are at any time.
     */
    private static final double SHARE = 0.8;

    /** No pair speaks with more than its newest few. */
    private static final int VOTES_OF_PAIR = 8;

    /** A pair with fewer bursts does not know what is high for it. */
    private static final int MIN_BURSTS = 6;

    private final Places places;
    private final Map<Group, Votes> groups = new HashMap<>();

    SharedRise(Places places) {
        this.places = places;
    }

    /** Those who have a zone in common, and an AS or a country unless that is 0 or empty. */
    private record Group(int zone, long asn, String country) {}

    /** Hears a pair whose zone is the nearest to its prefix. */
    void hear(int row, int zone, PairLevel level) {
        if (level.count() >= MIN_BURSTS) {
            for (Group group : groups(row, zone)) {
                Votes votes = groups.computeIfAbsent(group, first -> new Votes());
                for (int age = 0; age < Math.min(VOTES_OF_PAIR, level.count()); age++) {
                    votes.add(level.second(age), level.high(age));
                }
            }
        }
    }

    /** Puts in order what was heard; nothing may be heard after this. */
    void close() {
        groups.values().forEach(Votes::close);
    }

    /** Tells whether others were slow, too, ever since the last {@code run} bursts of a pair that was heard. */
    boolean confirms(int row, int zone, PairLevel level, int run) {
        if (level.count() < MIN_BURSTS || level.run() < run) {
            return false;
        }
        int since = level.second(run - 1);
        int own = 0;
        int ownHigh = 0;
        for (int age = 0; age < Math.min(VOTES_OF_PAIR, level.count()) && notBefore(level.second(age), since); age++) {
            own++;
            ownHigh += level.high(age) ? 1 : 0;
        }
        for (Group group : groups(row, zone)) {
            Votes votes = groups.get(group);
            if (votes != null && votes.agree(since, own, ownHigh)) {
                return true;
            }
        }
        return false;
    }

    private List<Group> groups(int row, int zone) {
        ClientPrefix place = places.row(row);
        List<Group> all = new ArrayList<>(3);
        all.add(new Group(zone, 0, ""));
        if (place.asn() != 0) {
            all.add(new Group(zone, place.asn(), ""));
        }
        if (!place.country().isEmpty()) {
            all.add(new Group(zone, 0, place.country()));
        }
        return all;
    }

    private static boolean notBefore(int second, int since) {
        return Integer.compareUnsigned(second, since) >= 0;
    }

    /** Bursts of one group in order of time, each as second × 2, + 1 if it was high. */
    private static final class Votes {
        private long[] votes = new long[16];
        private int[] highBefore = {};
        private int size;

        void add(int second, boolean high) {
            if (size == votes.length) {
                votes = Arrays.copyOf(votes, size * 2);
            }
            votes[size++] = Integer.toUnsignedLong(second) << 1 | (high ? 1 : 0);
        }

        void close() {
            Arrays.sort(votes, 0, size);
            highBefore = new int[size + 1];
            for (int i = 0; i < size; i++) {
                highBefore[i + 1] = highBefore[i] + (int) (votes[i] & 1);
            }
        }

        boolean agree(int since, int own, int ownHigh) {
            long from = Integer.toUnsignedLong(since) << 1;
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (votes[middle] < from) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            int others = size - low - own;
            return others >= MIN_VOTES && highBefore[size] - highBefore[low] - ownHigh >= SHARE * others;
        }
    }
}
