package org.isochrone.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.topology.Topology;
import org.isochrone.steering.topology.Zone;
import org.isochrone.steering.topology.Zonegroup;

/**
 * The flat tables {@code zone} and {@code zonegroup}, which reports join. A zone that left the period keeps its row,
 * for bursts point at it.
 */
final class TopologyRows {
    private record Member(Zone zone, long zonegroup) {}

    private TopologyRows() {}

    /** Makes the tables show {@code topology}. */
    static void replace(Connection connection, Topology topology) throws SQLException {
        Rows.update(connection, "UPDATE zonegroup SET in_period = FALSE WHERE in_period", row -> {});
        Rows.update(connection, "UPDATE zone SET in_period = FALSE WHERE in_period", row -> {});
        List<Zonegroup> zonegroups = topology.period().zonegroups();
        Rows.insert(
                connection,
                "INSERT INTO zonegroup (zonegroup_id, name, in_period)",
                3,
                "ON DUPLICATE KEY UPDATE name = VALUES(name), in_period = VALUES(in_period)",
                zonegroups,
                (row, group) -> row.text(group.id()).text(group.name()).flag(true));
        Map<String, Long> keys = new HashMap<>();
        Rows.select(
                connection,
                "SELECT zonegroup_id, zonegroup_key FROM zonegroup",
                row -> {},
                row -> keys.put(row.getString("zonegroup_id"), row.getLong("zonegroup_key")));
        List<Member> members = zonegroups.stream()
                .flatMap(group -> group.zones().stream().map(zone -> new Member(zone, KeyTable.get(keys, group.id()))))
                .toList();
        Rows.insert(
                connection,
                "INSERT INTO zone (zone_id, name, zonegroup_key, latitude, longitude, in_period)",
                6,
                "ON DUPLICATE KEY UPDATE name = VALUES(name), zonegroup_key = VALUES(zonegroup_key),"
                        + " latitude = VALUES(latitude), longitude = VALUES(longitude), in_period = VALUES(in_period)",
                members,
                (row, member) -> row.text(member.zone().id())
                        .text(member.zone().name())
                        .number(member.zonegroup())
                        .place(member.zone().steering().location())
                        .flag(true));
    }
}
