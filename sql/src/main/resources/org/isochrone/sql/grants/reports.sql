-- What reports (isochrone report) and people's own questions may do: read what was measured and decided.
--
-- Run by configure.database, printed by "isochrone db grants reports", or by hand, once the tables are there:
--
--     CREATE USER 'isochrone-reports'@'localhost' IDENTIFIED BY '…';
--     mariadb isochrone < reports.sql
--
-- For another name or host write it in place of 'isochrone-reports'@'localhost'. Granting again changes nothing.

-- Nothing of the DNS zones, the topology's document or the schedule is in it
GRANT SELECT ON zonegroup TO 'isochrone-reports'@'localhost';
GRANT SELECT ON zone TO 'isochrone-reports'@'localhost';
GRANT SELECT ON bucket TO 'isochrone-reports'@'localhost';
GRANT SELECT ON override_entry TO 'isochrone-reports'@'localhost';
GRANT SELECT ON client_prefix TO 'isochrone-reports'@'localhost';
GRANT SELECT ON network TO 'isochrone-reports'@'localhost';
GRANT SELECT ON client_count TO 'isochrone-reports'@'localhost';
GRANT SELECT ON target TO 'isochrone-reports'@'localhost';
GRANT SELECT ON probed_address TO 'isochrone-reports'@'localhost';
GRANT SELECT ON target_zone TO 'isochrone-reports'@'localhost';
GRANT SELECT ON probe_pair TO 'isochrone-reports'@'localhost';
GRANT SELECT ON probe_plan TO 'isochrone-reports'@'localhost';
GRANT SELECT ON peer TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst TO 'isochrone-reports'@'localhost';
GRANT SELECT ON map TO 'isochrone-reports'@'localhost';
GRANT SELECT ON estimate_run TO 'isochrone-reports'@'localhost';
GRANT SELECT ON estimate TO 'isochrone-reports'@'localhost';
GRANT SELECT ON current_estimate TO 'isochrone-reports'@'localhost';
GRANT SELECT ON health TO 'isochrone-reports'@'localhost';
GRANT SELECT ON health_change TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst_batch TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst_hour TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst_hour_sketch TO 'isochrone-reports'@'localhost';
GRANT SELECT ON country_hour TO 'isochrone-reports'@'localhost';
GRANT SELECT ON country_hour_sketch TO 'isochrone-reports'@'localhost';
GRANT SELECT ON peer_hour TO 'isochrone-reports'@'localhost';
GRANT SELECT ON sketch_bucket TO 'isochrone-reports'@'localhost';
GRANT SELECT ON horizon TO 'isochrone-reports'@'localhost';
GRANT SELECT ON map_input TO 'isochrone-reports'@'localhost';
GRANT SELECT ON map_change TO 'isochrone-reports'@'localhost';
GRANT SELECT ON decision_sample TO 'isochrone-reports'@'localhost';
GRANT SELECT ON map_doubt TO 'isochrone-reports'@'localhost';
GRANT SELECT ON peer_event TO 'isochrone-reports'@'localhost';
