package org.isochrone.bench.fleet;

import java.util.SplittableRandom;

/**
 * What round trips are at a time: evenings are slow, some ways are worse for days, a zone is away for an hour.
 * Immutable.
 */
final class Weather {
    private static final double DAY_S = 86_400;

    private final FleetWorld world;
    private final int days;

    Weather(FleetWorld world, FleetSize size) {
        this.world = world;
        this.days = size.days();
    }

    /**
     * Draws the smallest of three round trips.
     *
     * @param second since the fleet's first midnight
     * @return microseconds, or -1 for a loss
     */
    int draw(int prefix, int zone, double second, SplittableRandom random) {
        if (away(zone, second) || random.nextInt(1000) < 4 + (prefix % 50 == 3 ? 60 : 0)) {
            return -1;
        }
        double noise = 250 * -Math.log(1 - random.nextDouble());
        if (random.nextInt(200) == 0) {
            noise += random.nextDouble(5000, 80_000);
        }
        return (int) (world.baseMicros(prefix, zone)
                + world.accessMicros(prefix) * 1.5 * evening(prefix, second) * random.nextDouble()
                + detour(prefix, zone, second)
                + noise);
    }

    /** Returns how busy lines are, 0 to 1: most at nine in the evening where the client lives. */
    double evening(int prefix, double second) {
        double local = second + DAY_S * world.longitude(prefix) / 360;
        return Math.pow((1 + Math.cos(2 * Math.PI * (local / DAY_S - 21.0 / 24))) / 2, 3);
    }

    /** In the middle of the time one country in six has a cable cut, for a tenth of it. */
    private double detour(int prefix, int zone, double second) {
        double part = second / DAY_S / days;
        int country = world.country(prefix).name().hashCode();
        return part > 0.5 && part < 0.6 && Math.floorMod(country, 6) == 2 && Math.floorMod(country, 8) == zone
                ? 45_000
                : 0;
    }

    /** One zone is away for an hour when two thirds of the time are over. */
    boolean away(int zone, double second) {
        double begin = days * DAY_S * 2 / 3;
        return zone == 2 && second >= begin && second < begin + 3600;
    }
}
