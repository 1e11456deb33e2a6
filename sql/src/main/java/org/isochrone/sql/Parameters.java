package org.isochrone.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** The parameters of a statement, set from left to right. */
final class Parameters {
    private final PreparedStatement statement;
    private int last;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    Parameters text(String value) throws SQLException {
        statement.setString(++last, value);
        return this;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(++last, value);
        return this;
    }

    Parameters flag(boolean value) throws SQLException {
        statement.setBoolean(++last, value);
        return this;
    }

    Parameters bytes(byte[] value) throws SQLException {
        statement.setBytes(++last, value);
        return this;
    }

    Parameters time(Instant value) throws SQLException {
        statement.setString(++last, SqlTime.toColumn(value));
        return this;
    }

    /** NULL stands for "none", which {@code none} says of {@code value}. */
    Parameters numberOrNull(long value, boolean none) throws SQLException {
        if (none) {
            statement.setNull(++last, Types.BIGINT);
            return this;
        }
        return number(value);
    }

    /** NULL stands for "none", which {@code none} says of {@code value}. */
    Parameters timeOrNull(Instant value, boolean none) throws SQLException {
        if (none) {
            statement.setNull(++last, Types.TIMESTAMP);
            return this;
        }
        return time(value);
    }

    /** NULL where there is no moment. */
    Parameters time(Optional<Instant> value) throws SQLException {
        if (value.isPresent()) {
            return time(value.get());
        }
        statement.setNull(++last, Types.TIMESTAMP);
        return this;
    }

    /** NULL where there are none. */
    Parameters bytes(Optional<byte[]> value) throws SQLException {
        if (value.isPresent()) {
            return bytes(value.get());
        }
        statement.setNull(++last, Types.VARBINARY);
        return this;
    }

    /** Two columns: network and length. */
    Parameters prefix(Prefix value) throws SQLException {
        return bytes(value.network().toBytes()).number(value.length());
    }

    /** Two columns, network and length, NULL both where there is no prefix. */
    Parameters prefix(Optional<Prefix> value) throws SQLException {
        if (value.isPresent()) {
            return prefix(value.get());
        }
        statement.setNull(++last, Types.VARBINARY);
        statement.setNull(++last, Types.INTEGER);
        return this;
    }

    /** Two columns, latitude and longitude, NULL both where there is no place. */
    Parameters place(Optional<GeoPoint> value) throws SQLException {
        if (value.isPresent()) {
            statement.setBigDecimal(++last, Place.degrees(value.get().latitude()));
            statement.setBigDecimal(++last, Place.degrees(value.get().longitude()));
        } else {
            statement.setNull(++last, Types.DECIMAL);
            statement.setNull(++last, Types.DECIMAL);
        }
        return this;
    }
}
