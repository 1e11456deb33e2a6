package org.isochrone.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** An enum as a small integer: its place in the order of declaration, to which only the end is ever added. */
final class EnumColumn<E extends Enum<E>> {
    private final List<E> constants;
    private final Map<E, Integer> codes;

    EnumColumn(Class<E> type) {
        constants = List.of(type.getEnumConstants());
        codes = new EnumMap<>(type);
        for (E constant : constants) {
            codes.put(constant, codes.size());
        }
    }

    /** Returns what stands in the column. */
    int code(E constant) {
        return codes.getOrDefault(constant, -1);
    }

    /**
     * Reads the constant in a column.
     *
     * @throws SQLException if this program does not know it: a newer one wrote it
     */
    E read(ResultSet row, String column) throws SQLException {
        int code = row.getInt(column);
        if (code < 0 || code >= constants.size()) {
            throw new SQLException(column + " must be one of the " + constants.size() + " codes of " + constants
                    + ", a newer program may have written it: " + code);
        }
        return constants.get(code);
    }
}
