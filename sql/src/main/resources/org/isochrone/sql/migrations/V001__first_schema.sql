-- What Isochrone keeps. Runs on MySQL 8 and on MariaDB 10.11 and later.
--
-- All moments are UTC. Every RTT is an integer in nanoseconds; NULL is a loss. A prefix is its first address (4 or 16
-- bytes, network order) and its length; INET6_NTOA(network) shows it. Strings compare byte by byte.
--
-- MySQL cannot undo CREATE TABLE, so each statement may be run again after a migration that broke off.

-- Topology: what people decided ---------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS topology (
    topology_id INT UNSIGNED NOT NULL AUTO_INCREMENT,
    realm_id VARCHAR(255) NOT NULL,
    realm_name VARCHAR(255) NOT NULL,
    realm_epoch INT UNSIGNED NOT NULL,
    period_id VARCHAR(255) NOT NULL,
    period_epoch INT UNSIGNED NOT NULL,
    document LONGTEXT NOT NULL COMMENT 'JSON: realm, period, steered names, namespaces',
    saved_at DATETIME(6) NOT NULL,
    PRIMARY KEY (topology_id),
    UNIQUE KEY topology_epoch (realm_id, realm_epoch, period_epoch)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'every committed period and epoch';

CREATE TABLE IF NOT EXISTS topology_state (
    one TINYINT UNSIGNED NOT NULL COMMENT 'always 1: the table has one row',
    topology_id INT UNSIGNED NULL COMMENT 'the current topology',
    revision BIGINT UNSIGNED NOT NULL COMMENT 'rises with every change of topology or bucket',
    PRIMARY KEY (one)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'which topology is in effect';

INSERT INTO topology_state (one, topology_id, revision) VALUES (1, NULL, 0)
ON DUPLICATE KEY UPDATE one = one;

CREATE TABLE IF NOT EXISTS zonegroup (
    zonegroup_key INT UNSIGNED NOT NULL AUTO_INCREMENT,
    zonegroup_id VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL,
    in_period BOOLEAN NOT NULL COMMENT 'whether the current period has it',
    PRIMARY KEY (zonegroup_key),
    UNIQUE KEY zonegroup_id (zonegroup_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'zonegroups, flat, for reports';

CREATE TABLE IF NOT EXISTS zone (
    zone_key INT UNSIGNED NOT NULL AUTO_INCREMENT,
    zone_id VARCHAR(255) NOT NULL,
    name VARCHAR(255) NOT NULL COMMENT 'the id again where only bursts name the zone',
    zonegroup_key INT UNSIGNED NULL,
    latitude DECIMAL(8, 6) NULL,
    longitude DECIMAL(9, 6) NULL,
    in_period BOOLEAN NOT NULL COMMENT 'whether the current period has it',
    PRIMARY KEY (zone_key),
    UNIQUE KEY zone_id (zone_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'zones, flat, for reports';

CREATE TABLE IF NOT EXISTS bucket (
    name VARCHAR(255) NOT NULL,
    zonegroup_id VARCHAR(255) NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'which zonegroup holds a bucket';

-- Clients: who asks ---------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS client_prefix (
    prefix_key INT UNSIGNED NOT NULL AUTO_INCREMENT,
    network VARBINARY(16) NOT NULL,
    length TINYINT UNSIGNED NOT NULL,
    asn INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '0: unknown',
    country CHAR(2) NOT NULL DEFAULT '' COMMENT 'ISO 3166-1 alpha-2; empty: unknown',
    latitude DECIMAL(8, 6) NULL,
    longitude DECIMAL(9, 6) NULL,
    first_seen DATETIME(6) NOT NULL,
    PRIMARY KEY (prefix_key),
    UNIQUE KEY client_prefix_network (network, length)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what is measured and mapped';

CREATE TABLE IF NOT EXISTS network (
    network VARBINARY(16) NOT NULL,
    length TINYINT UNSIGNED NOT NULL,
    asn INT UNSIGNED NOT NULL,
    country CHAR(2) NOT NULL,
    latitude DECIMAL(8, 6) NULL,
    longitude DECIMAL(9, 6) NULL,
    PRIMARY KEY (network, length)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'covering prefixes: BGP, registries';

CREATE TABLE IF NOT EXISTS target (
    prefix_key INT UNSIGNED NOT NULL,
    address VARBINARY(16) NOT NULL,
    method TINYINT UNSIGNED NOT NULL COMMENT '0 TCP, 1 DNS, 2 ICMP, 3 HTTP, 4 passive, 5 imported',
    port SMALLINT UNSIGNED NOT NULL COMMENT '0: the method has no ports',
    PRIMARY KEY (prefix_key, address, method, port)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'addresses that answer probes';

CREATE TABLE IF NOT EXISTS client_count (
    hour DATETIME NOT NULL COMMENT 'when the hour begins',
    prefix_key INT UNSIGNED NOT NULL,
    questions BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (hour, prefix_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'questions per hour: the traffic weights';

-- Measurements --------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS peer (
    peer_key INT UNSIGNED NOT NULL AUTO_INCREMENT,
    name VARCHAR(255) NOT NULL,
    zone_key INT UNSIGNED NULL COMMENT 'where it probes from, once it said so',
    last_seen DATETIME(6) NULL COMMENT 'its last sign of life',
    newest_burst DATETIME(6) NULL COMMENT 'when the newest burst it sent was measured',
    PRIMARY KEY (peer_key),
    UNIQUE KEY peer_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'who probes';

-- Clustered by time, for the builder and the reports read windows of time and retention deletes from the old end.
CREATE TABLE IF NOT EXISTS burst (
    at DATETIME(6) NOT NULL,
    peer_key INT UNSIGNED NOT NULL,
    peer_sequence BIGINT UNSIGNED NOT NULL,
    prefix_key INT UNSIGNED NOT NULL,
    zone_key INT UNSIGNED NOT NULL,
    method TINYINT UNSIGNED NOT NULL COMMENT '0 TCP, 1 DNS, 2 ICMP, 3 HTTP, 4 passive, 5 imported',
    sent TINYINT UNSIGNED NOT NULL,
    received TINYINT UNSIGNED NOT NULL,
    rtt_min_ns BIGINT UNSIGNED NULL COMMENT 'NULL: nothing came back',
    rtt_median_ns BIGINT UNSIGNED NULL,
    rtt_max_ns BIGINT UNSIGNED NULL,
    PRIMARY KEY (at, peer_key, peer_sequence),
    UNIQUE KEY burst_once (peer_key, peer_sequence)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what was measured';

-- Maps ----------------------------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS map (
    map_key BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    realm_id VARCHAR(255) NOT NULL,
    realm_epoch INT UNSIGNED NOT NULL,
    period_id VARCHAR(255) NOT NULL,
    period_epoch INT UNSIGNED NOT NULL,
    map_serial BIGINT UNSIGNED NOT NULL,
    created_at DATETIME(6) NOT NULL,
    hash CHAR(64) NOT NULL COMMENT 'SHA-256 of the encoding',
    size INT UNSIGNED NOT NULL COMMENT 'bytes of the encoding',
    PRIMARY KEY (map_key),
    UNIQUE KEY map_serial (realm_id, map_serial)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'heads of the published maps';

-- Half a MiB a row, so that a map of any size passes max_allowed_packet and InnoDB's limit on a row in its redo log.
CREATE TABLE IF NOT EXISTS map_chunk (
    map_key BIGINT UNSIGNED NOT NULL,
    kind TINYINT UNSIGNED NOT NULL COMMENT '0: the encoding, 1: what the builder remembers',
    part INT UNSIGNED NOT NULL COMMENT 'from 0',
    content MEDIUMBLOB NOT NULL,
    PRIMARY KEY (map_key, kind, part)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'content of the published maps';

CREATE TABLE IF NOT EXISTS newest_map (
    realm_id VARCHAR(255) NOT NULL,
    map_key BIGINT UNSIGNED NULL,
    PRIMARY KEY (realm_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'locked while a map is saved';

CREATE TABLE IF NOT EXISTS estimate_run (
    run_key BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    realm_id VARCHAR(255) NOT NULL,
    map_serial BIGINT UNSIGNED NOT NULL,
    created_at DATETIME(6) NOT NULL,
    complete BOOLEAN NOT NULL COMMENT 'whether all of its estimates are there',
    PRIMARY KEY (run_key),
    KEY estimate_run_newest (realm_id, complete, run_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'one row per set of estimates';

CREATE TABLE IF NOT EXISTS estimate (
    run_key BIGINT UNSIGNED NOT NULL,
    network VARBINARY(16) NOT NULL COMMENT 'a client prefix or a covering one',
    length TINYINT UNSIGNED NOT NULL,
    zone_key INT UNSIGNED NOT NULL,
    place SMALLINT UNSIGNED NOT NULL COMMENT '1: the best zone of the prefix; unreachable zones come last',
    rtt_ns BIGINT UNSIGNED NOT NULL,
    error_ns BIGINT UNSIGNED NOT NULL COMMENT 'standard error of rtt_ns',
    bursts INT UNSIGNED NOT NULL COMMENT '0: predicted',
    newest DATETIME(6) NULL COMMENT 'NULL: predicted',
    provenance TINYINT UNSIGNED NOT NULL
        COMMENT '0 measured, 1 neighbours, 2 parent, 3 AS, 4 country, 5 distance, 6 none',
    reachable BOOLEAN NOT NULL,
    PRIMARY KEY (run_key, network, length, zone_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what steering believes, for reports';

CREATE OR REPLACE SQL SECURITY INVOKER VIEW current_estimate AS
SELECT r.realm_id, r.map_serial, e.network, e.length, e.zone_key, e.place, e.rtt_ns, e.error_ns, e.bursts, e.newest,
    e.provenance, e.reachable
FROM estimate e
JOIN estimate_run r ON r.run_key = e.run_key
WHERE r.run_key IN (SELECT MAX(n.run_key) FROM estimate_run n WHERE n.complete GROUP BY n.realm_id);

-- What bypasses the map -----------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS health (
    zone_key INT UNSIGNED NOT NULL,
    endpoint VARCHAR(512) NOT NULL,
    peer_key INT UNSIGNED NOT NULL,
    state TINYINT UNSIGNED NOT NULL COMMENT '0 up, 1 down',
    reason TEXT NOT NULL,
    since DATETIME(6) NOT NULL,
    seen_at DATETIME(6) NOT NULL,
    PRIMARY KEY (zone_key, endpoint, peer_key),
    KEY health_seen (seen_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'newest observation of each peer';

CREATE TABLE IF NOT EXISTS health_change (
    change_key BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    zone_key INT UNSIGNED NOT NULL,
    endpoint VARCHAR(512) NOT NULL,
    peer_key INT UNSIGNED NOT NULL,
    state TINYINT UNSIGNED NOT NULL COMMENT '0 up, 1 down',
    reason TEXT NOT NULL,
    since DATETIME(6) NOT NULL,
    PRIMARY KEY (change_key),
    KEY health_change_since (since)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'a row per first sight or change of state';

CREATE TABLE IF NOT EXISTS override_entry (
    override_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    kind TINYINT UNSIGNED NOT NULL COMMENT '0 pin, 1 drain, 2 freeze',
    zone_id VARCHAR(255) NOT NULL COMMENT 'empty for a freeze',
    network VARBINARY(16) NULL COMMENT 'NULL: all clients',
    length TINYINT UNSIGNED NULL,
    author VARCHAR(255) NOT NULL,
    reason TEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL COMMENT 'also when somebody ended it early',
    PRIMARY KEY (override_id),
    KEY override_expires (expires_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'decisions by people';
