package org.isochrone.sql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** Places on Earth and in the address space as columns. */
final class Place {
    /** A millionth of a degree is 11 cm. */
    private static final int DECIMALS = 6;

    private Place() {}

    /** Returns degrees as they stand in a column. */
    static BigDecimal degrees(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    }

    /** Reads the columns {@code latitude} and {@code longitude}, which are both NULL where no place is known. */
    static Optional<GeoPoint> read(ResultSet row) throws SQLException {
        double latitude = row.getDouble("latitude");
        boolean known = !row.wasNull();
        double longitude = row.getDouble("longitude");
        return known && !row.wasNull() ? Optional.of(new GeoPoint(latitude, longitude)) : Optional.empty();
    }

    /** Reads the columns {@code network} and {@code length}. */
    static Prefix prefix(ResultSet row) throws SQLException {
        return new Prefix(IpAddress.ofBytes(row.getBytes("network")), row.getInt("length"));
    }
}
