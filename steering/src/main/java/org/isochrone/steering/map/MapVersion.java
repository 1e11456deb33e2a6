package org.isochrone.steering.map;

import java.util.Comparator;

/**
 * The name of a map: which configuration it was built for, and a serial. Later is newer by (realm epoch, period epoch,
 * serial); maps of different realms have no order. Immutable.
 *
 * @param realmId the realm
 * @param realmEpoch the realm epoch of the period it was built for
 * @param periodId that period
 * @param periodEpoch that period's epoch
 * @param serial rises by one with each map of the realm, from 1
 */
public record MapVersion(String realmId, int realmEpoch, String periodId, int periodEpoch, long serial) {
    private static final Comparator<MapVersion> ORDER = Comparator.comparingInt(MapVersion::realmEpoch)
            .thenComparingInt(MapVersion::periodEpoch)
            .thenComparingLong(MapVersion::serial);

    /** Newest first, for versions of one realm. */
    public static final Comparator<MapVersion> NEWEST_FIRST = ORDER.reversed();

    /** Tells whether this map replaces {@code other}: the same realm, and later. */
    public boolean replaces(MapVersion other) {
        return realmId.equals(other.realmId) && ORDER.compare(this, other) > 0;
    }

    /** Returns {@code realm_epoch.period_epoch.serial}, for people. */
    @Override
    public String toString() {
        return realmEpoch + "." + periodEpoch + "." + serial;
    }
}
