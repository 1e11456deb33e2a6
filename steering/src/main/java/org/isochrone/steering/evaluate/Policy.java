package org.isochrone.steering.evaluate;

/** A way to choose regions, judged by what comes of it. Not safe for several threads. */
interface Policy {
    /** Returns its name in the table. */
    String name();

    /** Chooses a region for a client in a round, from what was learnt of the rounds before. */
    int choose(int round, int client);

    /** Learns the bursts of a round. Rounds come in order. */
    default void learn(int round) {}
}
