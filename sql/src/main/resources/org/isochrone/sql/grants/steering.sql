-- What the map builder (isochrone steer) may do: read measurements, write maps, estimates and roll-ups, delete what is
-- old.
--
-- Run by configure.database, printed by "isochrone db grants steering", or by hand, once the tables are there:
--
--     CREATE USER 'isochrone-steering'@'localhost' IDENTIFIED BY '…';
--     mariadb isochrone < steering.sql
--
-- For another name or host write it in place of 'isochrone-steering'@'localhost'. Granting again changes nothing.

-- What it builds from
GRANT SELECT ON topology TO 'isochrone-steering'@'localhost';
GRANT SELECT ON topology_state TO 'isochrone-steering'@'localhost';
GRANT SELECT ON zonegroup TO 'isochrone-steering'@'localhost';
GRANT SELECT ON bucket TO 'isochrone-steering'@'localhost';
GRANT SELECT ON override_entry TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON client_prefix TO 'isochrone-steering'@'localhost';
GRANT SELECT ON network TO 'isochrone-steering'@'localhost';

-- What it builds
GRANT SELECT, INSERT, UPDATE ON newest_map TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON zone TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON map TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON map_chunk TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON estimate_run TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON estimate TO 'isochrone-steering'@'localhost';

-- What it reads, and deletes when it is old
GRANT SELECT ON burst TO 'isochrone-steering'@'localhost';
GRANT SELECT ON client_count TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON health TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON health_change TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON peer_event TO 'isochrone-steering'@'localhost';

-- What peers have no more use for
GRANT SELECT, DELETE ON target TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON target_zone TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON probed_address TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON probed_leaf TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON probe_pair TO 'isochrone-steering'@'localhost';
GRANT SELECT, DELETE ON probe_plan TO 'isochrone-steering'@'localhost';

-- Who measured
GRANT SELECT ON peer TO 'isochrone-steering'@'localhost';

-- What changed with a map, and what a map rests on
GRANT SELECT, INSERT ON map_input TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON map_change TO 'isochrone-steering'@'localhost';

-- What looks wrong in a build
GRANT SELECT, INSERT, UPDATE, DELETE ON map_doubt TO 'isochrone-steering'@'localhost';

-- Roll-ups
GRANT SELECT ON burst_batch TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON burst_hour TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON country_hour TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON peer_hour TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON rollup_mark TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, DELETE ON rollup_dirty TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON horizon TO 'isochrone-steering'@'localhost';

GRANT SELECT ON decision_sample TO 'isochrone-steering'@'localhost';

-- What the server asks of who makes and drops partitions
GRANT ALTER, CREATE, INSERT, DROP ON burst TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON burst_batch TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON burst_hour TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON country_hour TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON peer_hour TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON map_change TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON decision_sample TO 'isochrone-steering'@'localhost';
GRANT ALTER, CREATE, INSERT, DROP ON client_count TO 'isochrone-steering'@'localhost';

-- The schedule of the fleet, as Quartz keeps it
GRANT SELECT, INSERT, UPDATE ON QRTZ_JOB_DETAILS TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON QRTZ_TRIGGERS TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON QRTZ_SIMPLE_TRIGGERS TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON QRTZ_SCHEDULER_STATE TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON QRTZ_FIRED_TRIGGERS TO 'isochrone-steering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON QRTZ_LOCKS TO 'isochrone-steering'@'localhost';
GRANT SELECT ON QRTZ_PAUSED_TRIGGER_GRPS TO 'isochrone-steering'@'localhost';
