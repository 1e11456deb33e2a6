-- What the answering process (isochrone pdns) may do: read what it answers from, count clients, name targets.
--
-- Run by configure.database, printed by "isochrone db grants answering", or by hand, once the tables are there:
--
--     CREATE USER 'isochrone-answering'@'localhost' IDENTIFIED BY '…';
--     mariadb isochrone < answering.sql
--
-- For another name or host write it in place of 'isochrone-answering'@'localhost'. Granting again changes nothing.

-- What it answers from
GRANT SELECT ON topology TO 'isochrone-answering'@'localhost';
GRANT SELECT ON topology_state TO 'isochrone-answering'@'localhost';
GRANT SELECT ON bucket TO 'isochrone-answering'@'localhost';
GRANT SELECT ON override_entry TO 'isochrone-answering'@'localhost';
GRANT SELECT ON dns_state TO 'isochrone-answering'@'localhost';
GRANT SELECT ON dns_zone TO 'isochrone-answering'@'localhost';
GRANT SELECT ON dns_record TO 'isochrone-answering'@'localhost';
GRANT SELECT ON map TO 'isochrone-answering'@'localhost';
GRANT SELECT ON map_chunk TO 'isochrone-answering'@'localhost';
GRANT SELECT ON newest_map TO 'isochrone-answering'@'localhost';
GRANT SELECT ON health TO 'isochrone-answering'@'localhost';
GRANT SELECT ON zone TO 'isochrone-answering'@'localhost';
GRANT SELECT ON peer TO 'isochrone-answering'@'localhost';

-- Who asked, and who may therefore be probed
GRANT SELECT, INSERT, UPDATE ON client_prefix TO 'isochrone-answering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON client_count TO 'isochrone-answering'@'localhost';
GRANT SELECT, INSERT, UPDATE, DELETE ON target TO 'isochrone-answering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON probed_address TO 'isochrone-answering'@'localhost';
GRANT SELECT, INSERT, UPDATE ON probed_leaf TO 'isochrone-answering'@'localhost';

-- What it answered
GRANT INSERT ON decision_sample TO 'isochrone-answering'@'localhost';
