package org.isochrone.sql;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.isochrone.steering.prefix.Prefix;

/**
 * The tables whose rows others point at.
 *
 * @param prefixes client prefixes
 * @param zones zones by id; one that only bursts name gets a row whose name is the id
 * @param peers peers by name
 */
record Keys(KeyTable<Prefix> prefixes, KeyTable<String> zones, KeyTable<String> peers) {
    /** Tells of a client prefix that nobody has said for a day that it is met, by the clock of the server. */
    static final String SILENT = "COALESCE(last_seen < UTC_TIMESTAMP() - INTERVAL 1 DAY, FALSE)";

    /** Nobody deletes these. */
    private static final String STAYS = "";

    /** Forgets whenever {@code failures} changes, and as time goes by. */
    static Keys forgettingAfter(LongSupplier failures, InstantSource clock) {
        return new Keys(
                new KeyTable<>(
                        new KeyTable.Form<>(
                                // By the first column only: MariaDB scans the table for a list of pairs.
                                "SELECT prefix_key, " + SILENT
                                        + ", network, length FROM client_prefix WHERE network IN",
                                "UPDATE client_prefix SET last_seen = UTC_TIMESTAMP(6) WHERE last_seen IS NOT NULL"
                                        + " AND prefix_key IN",
                                "INSERT INTO client_prefix (network, length, first_seen)",
                                3,
                                "length = length",
                                (parameter, prefix) ->
                                        parameter.bytes(prefix.network().toBytes()),
                                (row, prefix, at) -> row.prefix(prefix).time(at),
                                Place::prefix),
                        failures,
                        clock),
                new KeyTable<>(
                        new KeyTable.Form<>(
                                "SELECT zone_key, FALSE, zone_id FROM zone WHERE zone_id IN",
                                STAYS,
                                "INSERT INTO zone (zone_id, name, in_period)",
                                3,
                                "name = name",
                                Parameters::text,
                                (row, id, at) -> row.text(id).text(id).flag(false),
                                row -> row.getString(3)),
                        failures,
                        clock),
                new KeyTable<>(
                        new KeyTable.Form<>(
                                "SELECT peer_key, FALSE, name FROM peer WHERE name IN",
                                STAYS,
                                "INSERT INTO peer (name)",
                                1,
                                "name = name",
                                Parameters::text,
                                (row, name, at) -> row.text(name),
                                row -> row.getString(3)),
                        failures,
                        clock));
    }
}
