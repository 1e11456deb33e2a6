package org.isochrone.sql;

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
    /** Forgets whenever {@code failures} changes. */
    static Keys forgettingAfter(LongSupplier failures) {
        return new Keys(
                new KeyTable<>(
                        new KeyTable.Form<>(
                                // By the first column only: MariaDB scans the table for a list of pairs.
                                "SELECT prefix_key, network, length FROM client_prefix WHERE network IN",
                                "INSERT INTO client_prefix (network, length, first_seen)",
                                3,
                                "length = length",
                                (parameter, prefix) ->
                                        parameter.bytes(prefix.network().toBytes()),
                                (row, prefix, at) -> row.prefix(prefix).time(at),
                                Place::prefix),
                        failures),
                new KeyTable<>(
                        new KeyTable.Form<>(
                                "SELECT zone_key, zone_id FROM zone WHERE zone_id IN",
                                "INSERT INTO zone (zone_id, name, in_period)",
                                3,
                                "name = name",
                                Parameters::text,
                                (row, id, at) -> row.text(id).text(id).flag(false),
                                row -> row.getString(2)),
                        failures),
                new KeyTable<>(
                        new KeyTable.Form<>(
                                "SELECT peer_key, name FROM peer WHERE name IN",
                                "INSERT INTO peer (name)",
                                1,
                                "name = name",
                                Parameters::text,
                                (row, name, at) -> row.text(name),
                                row -> row.getString(2)),
                        failures));
    }
}
