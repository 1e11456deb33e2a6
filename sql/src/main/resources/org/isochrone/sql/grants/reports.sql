-- What reports may do (isochrone report, the dashboard, the files in a client): read what they read, and nothing else.
--
-- Run by configure.database, printed by "isochrone db grants reports", or by hand, once the tables are there:
--
--     CREATE USER 'isochrone-reports'@'localhost' IDENTIFIED BY '…';
--     mariadb isochrone < reports.sql
--
-- For another name or host write it in place of 'isochrone-reports'@'localhost'. Granting again changes nothing.

-- For questions of your own, grant SELECT on more
GRANT SELECT ON zonegroup TO 'isochrone-reports'@'localhost';
GRANT SELECT ON zone TO 'isochrone-reports'@'localhost';
GRANT SELECT ON client_prefix TO 'isochrone-reports'@'localhost';
GRANT SELECT ON network TO 'isochrone-reports'@'localhost';
GRANT SELECT ON client_count TO 'isochrone-reports'@'localhost';
GRANT SELECT ON target TO 'isochrone-reports'@'localhost';
GRANT SELECT ON probed_address TO 'isochrone-reports'@'localhost';
GRANT SELECT ON peer TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst TO 'isochrone-reports'@'localhost';
GRANT SELECT ON map TO 'isochrone-reports'@'localhost';
GRANT SELECT ON estimate_run TO 'isochrone-reports'@'localhost';
GRANT SELECT ON estimate TO 'isochrone-reports'@'localhost';
GRANT SELECT ON current_estimate TO 'isochrone-reports'@'localhost';
GRANT SELECT ON health TO 'isochrone-reports'@'localhost';
GRANT SELECT ON health_change TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst_hour TO 'isochrone-reports'@'localhost';
GRANT SELECT ON burst_hour_sketch TO 'isochrone-reports'@'localhost';
GRANT SELECT ON country_hour TO 'isochrone-reports'@'localhost';
GRANT SELECT ON country_hour_sketch TO 'isochrone-reports'@'localhost';
GRANT SELECT ON peer_hour TO 'isochrone-reports'@'localhost';
GRANT SELECT ON sketch_bucket TO 'isochrone-reports'@'localhost';
GRANT SELECT ON map_change TO 'isochrone-reports'@'localhost';
GRANT SELECT ON decision_sample TO 'isochrone-reports'@'localhost';
GRANT SELECT ON peer_event TO 'isochrone-reports'@'localhost';
