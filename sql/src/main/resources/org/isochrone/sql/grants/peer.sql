-- What a peer (isochrone probe) may do: read clients and maps, claim targets, add bursts and health.
--
-- Run by configure.database, printed by "isochrone db grants peer", or by hand, once the tables are there:
--
--     CREATE USER 'isochrone-peer'@'localhost' IDENTIFIED BY '…';
--     mariadb isochrone < peer.sql
--
-- For another name or host write it in place of 'isochrone-peer'@'localhost'. Granting again changes nothing.

-- What it probes from and for, and whose endpoints it checks
GRANT SELECT ON topology TO 'isochrone-peer'@'localhost';
GRANT SELECT ON topology_state TO 'isochrone-peer'@'localhost';
GRANT SELECT ON bucket TO 'isochrone-peer'@'localhost';
GRANT SELECT ON override_entry TO 'isochrone-peer'@'localhost';
GRANT SELECT ON network TO 'isochrone-peer'@'localhost';
GRANT SELECT ON client_count TO 'isochrone-peer'@'localhost';
GRANT SELECT ON map TO 'isochrone-peer'@'localhost';
GRANT SELECT ON map_chunk TO 'isochrone-peer'@'localhost';
GRANT SELECT ON newest_map TO 'isochrone-peer'@'localhost';

-- Names that it may be the first to use
GRANT SELECT, INSERT, UPDATE ON client_prefix TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON zone TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON peer TO 'isochrone-peer'@'localhost';

-- Work that peers share, and what they learn of targets
GRANT SELECT, INSERT, UPDATE, DELETE ON target TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON probed_address TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON probed_leaf TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON target_zone TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON probe_plan TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON probe_pair TO 'isochrone-peer'@'localhost';

-- What it measures
GRANT SELECT, INSERT ON burst TO 'isochrone-peer'@'localhost';
GRANT INSERT ON burst_batch TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON health TO 'isochrone-peer'@'localhost';
GRANT INSERT ON health_change TO 'isochrone-peer'@'localhost';
GRANT SELECT, INSERT, UPDATE ON peer_event TO 'isochrone-peer'@'localhost';
