package org.isochrone.steering.decision;

/** What a {@link Decider} chose, as one number, so that choosing leaves nothing behind; this takes it apart. */
public final class Choice {
    private static final int BASIS_SHIFT = 8;
    private static final int ZONE_SHIFT = 32;

    private Choice() {}

    static long of(int zone, int scope, Basis basis) {
        return (long) (zone + 1) << ZONE_SHIFT | (long) basis.code() << BASIS_SHIFT | scope;
    }

    /** Returns the place of the zone to answer among {@link Decider#zones}; -1 for all of these. */
    public static int zone(long choice) {
        return (int) (choice >>> ZONE_SHIFT) - 1;
    }

    /** Returns the length of the prefix around the client within which every client gets this answer, 1 to 128. */
    public static int scope(long choice) {
        return (int) choice & 0xFF;
    }

    /** Returns what the choice rests on. */
    public static Basis basis(long choice) {
        return Basis.ofCode((int) (choice >>> BASIS_SHIFT) & 0xFF);
    }
}
