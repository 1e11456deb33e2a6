package org.isochrone.probe.passive;

import java.util.Arrays;

/**
 * The round trips of one client prefix in one slot of time, reduced to a sample of its clients with the smallest round
 * trip of each. The state depends on which round trips were added and not on their order. Not safe for several threads.
 *
 * <p>A client is an IPv4 address, or an IPv6 /64, which is what one subscriber has. Each counts once, however much it
 * downloads. Where there are more than {@link #CLIENTS}, those with the smallest hash are kept (a bottom-k sample):
 * every client has the same chance, and the smaller of two hashes stays whichever came first.
 */
final class ClientSample {
    /** Clients kept: enough for a quartile, and 256 bytes. */
    static final int CLIENTS = 32;

    private static final int FIRST_CAPACITY = 2;

    private int[] hashes = new int[FIRST_CAPACITY];
    private int[] smallest = new int[FIRST_CAPACITY];
    private int clients;
    private int roundTrips;
    private State state = State.NEW;

    private enum State {
        NEW,
        TAKEN,
        REFUSED
    }

    /** Tells whether {@link #begin} was not called yet. */
    boolean isNew() {
        return state == State.NEW;
    }

    /** Settles whether this prefix is passed over. */
    void begin(boolean refuse) {
        state = refuse ? State.REFUSED : State.TAKEN;
    }

    /** Tells whether this prefix is passed over. */
    boolean refused() {
        return state == State.REFUSED;
    }

    /** Adds a round trip of {@code client}, which is a number unique inside the prefix. */
    void add(int client, int micros) {
        roundTrips++;
        int hash = mixed(client);
        int greatest = 0;
        for (int i = 0; i < clients; i++) {
            if (hashes[i] == hash) {
                smallest[i] = Math.min(smallest[i], micros);
                return;
            }
            if (hashes[i] > hashes[greatest]) {
                greatest = i;
            }
        }
        if (clients < CLIENTS) {
            grow();
            hashes[clients] = hash;
            smallest[clients++] = micros;
        } else if (hash < hashes[greatest]) {
            hashes[greatest] = hash;
            smallest[greatest] = micros;
        }
    }

    private void grow() {
        if (clients == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * clients);
            smallest = Arrays.copyOf(smallest, 2 * clients);
        }
    }

    /** Returns how many round trips were added. */
    int roundTrips() {
        return roundTrips;
    }

    /** Returns the smallest round trip of each client in the sample, in microseconds, ascending. */
    int[] sorted() {
        int[] sorted = Arrays.copyOf(smallest, clients);
        Arrays.sort(sorted);
        return sorted;
    }

    /** One to one, so that two clients never share a hash: the finaliser of MurmurHash3. */
    private static int mixed(int client) {
        int hash = client;
        hash = (hash ^ (hash >>> 16)) * 0x85EB_CA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2_AE35;
        return hash ^ (hash >>> 16);
    }
}
