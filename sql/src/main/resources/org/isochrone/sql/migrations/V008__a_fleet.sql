-- What a fleet fills, in partitions that can be dropped, with the roll-ups that reports read instead of bursts.
--
-- Each table below that is divided by day starts as one partition, `later`. The program makes the days ahead of time
-- out of it and drops those that are old enough, so nothing here depends on the day on which this is run.
--
-- MySQL 8 has no ADD COLUMN IF NOT EXISTS, and every statement must stand being run again.

-- Bursts --------------------------------------------------------------------------------------------------------------

-- A peer's batches are numbered without gaps, each under a lock on the peer's row. Whoever remembers the number of the
-- newest batch of each peer that it has read can ask for what came later, however old that was when it came.
SET @add_batches = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'peer' AND column_name = 'last_batch'),
    'DO 0',
    'ALTER TABLE peer
        ADD COLUMN first_burst DATETIME(6) NULL COMMENT ''when the first burst it ever sent was measured'',
        ADD COLUMN last_batch INT UNSIGNED NOT NULL DEFAULT 0 COMMENT ''number of its newest batch of bursts'',
        ADD COLUMN last_sequence BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT ''largest number of its bursts''');
PREPARE add_batches FROM @add_batches;
EXECUTE add_batches;
DEALLOCATE PREPARE add_batches;

CREATE TABLE IF NOT EXISTS burst_batch (
    peer_key INT UNSIGNED NOT NULL,
    batch INT UNSIGNED NOT NULL COMMENT 'from 1, without gaps per peer',
    arrived_at DATETIME(6) NOT NULL COMMENT 'by the clock of the server',
    first_at DATETIME(6) NOT NULL COMMENT 'when the oldest of its bursts was measured',
    last_at DATETIME(6) NOT NULL COMMENT 'when the newest of its bursts was measured',
    bursts INT UNSIGNED NOT NULL,
    PRIMARY KEY (peer_key, batch, arrived_at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'in which order bursts arrived'
PARTITION BY RANGE COLUMNS (arrived_at) (PARTITION later VALUES LESS THAN (MAXVALUE));

-- What is there already is the first batch of its peer.
INSERT INTO burst_batch (peer_key, batch, arrived_at, first_at, last_at, bursts)
SELECT b.peer_key, 1, MAX(b.at), MIN(b.at), MAX(b.at), COUNT(*)
FROM burst b
JOIN peer p ON p.peer_key = b.peer_key
WHERE p.last_batch = 0
GROUP BY b.peer_key
ON DUPLICATE KEY UPDATE burst_batch.bursts = burst_batch.bursts;

UPDATE peer p
JOIN (
    SELECT b.peer_key, MIN(b.peer_sequence) AS first_sequence, MAX(b.peer_sequence) AS last_sequence
    FROM burst b
    GROUP BY b.peer_key
) s ON s.peer_key = p.peer_key
JOIN burst f ON f.peer_key = s.peer_key AND f.peer_sequence = s.first_sequence
SET p.last_batch = 1, p.last_sequence = s.last_sequence, p.first_burst = f.at
WHERE p.last_batch = 0;

-- A unique key without the moment cannot stand in a divided table, and a burst keeps its moment when it is sent again,
-- so the primary key alone keeps it single.
SET @divide_burst = IF(
    EXISTS (
        SELECT 1 FROM information_schema.partitions
        WHERE table_schema = DATABASE() AND table_name = 'burst' AND partition_name IS NOT NULL),
    'DO 0',
    'ALTER TABLE burst
        DROP INDEX burst_once,
        ADD COLUMN batch INT UNSIGNED NOT NULL DEFAULT 1 COMMENT ''in which batch of its peer it came''
    PARTITION BY RANGE COLUMNS (at) (PARTITION later VALUES LESS THAN (MAXVALUE))');
PREPARE divide_burst FROM @divide_burst;
EXECUTE divide_burst;
DEALLOCATE PREPARE divide_burst;

-- Roll-ups ------------------------------------------------------------------------------------------------------------
--
-- A sketch counts bursts by their smallest RTT in buckets whose bounds never change (table sketch_bucket), so sketches
-- merge by adding. It is a row of entries of six bytes, big-endian, in order of bucket: number (2 bytes), bursts (4).

CREATE TABLE IF NOT EXISTS burst_hour (
    hour DATETIME NOT NULL COMMENT 'when the hour begins',
    prefix_key INT UNSIGNED NOT NULL,
    zone_key INT UNSIGNED NOT NULL,
    passive BOOLEAN NOT NULL COMMENT 'whether real clients'' connections were watched, and nothing was sent',
    bursts INT UNSIGNED NOT NULL COMMENT 'losses among them',
    lost INT UNSIGNED NOT NULL COMMENT 'bursts without any reply',
    sent INT UNSIGNED NOT NULL COMMENT 'probes',
    received INT UNSIGNED NOT NULL COMMENT 'replies',
    rtt_min_ns BIGINT UNSIGNED NULL COMMENT 'NULL, as all below: every burst was lost',
    rtt_p50_ns BIGINT UNSIGNED NULL COMMENT 'of the smallest RTT of each burst, within 1/128',
    rtt_p90_ns BIGINT UNSIGNED NULL COMMENT 'the same',
    sketch VARBINARY(15000) NULL,
    PRIMARY KEY (prefix_key, zone_key, hour, passive)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'bursts of a client prefix, zone and hour'
PARTITION BY RANGE COLUMNS (hour) (PARTITION later VALUES LESS THAN (MAXVALUE));

CREATE TABLE IF NOT EXISTS country_hour (
    hour DATETIME NOT NULL COMMENT 'when the hour begins',
    country CHAR(2) NOT NULL COMMENT 'of the client prefix when it was rolled up; empty: unknown',
    zone_key INT UNSIGNED NOT NULL,
    passive BOOLEAN NOT NULL COMMENT 'whether real clients'' connections were watched, and nothing was sent',
    prefixes INT UNSIGNED NOT NULL COMMENT 'client prefixes with a burst',
    bursts BIGINT UNSIGNED NOT NULL COMMENT 'losses among them',
    lost BIGINT UNSIGNED NOT NULL COMMENT 'bursts without any reply',
    sent BIGINT UNSIGNED NOT NULL COMMENT 'probes',
    received BIGINT UNSIGNED NOT NULL COMMENT 'replies',
    rtt_min_ns BIGINT UNSIGNED NULL COMMENT 'NULL, as all below: every burst was lost',
    rtt_p10_ns BIGINT UNSIGNED NULL COMMENT 'of the smallest RTT of each burst, within 1/128',
    rtt_p25_ns BIGINT UNSIGNED NULL COMMENT 'the same',
    rtt_p50_ns BIGINT UNSIGNED NULL COMMENT 'the same',
    rtt_p75_ns BIGINT UNSIGNED NULL COMMENT 'the same',
    rtt_p90_ns BIGINT UNSIGNED NULL COMMENT 'the same',
    rtt_p99_ns BIGINT UNSIGNED NULL COMMENT 'the same',
    sketch VARBINARY(15000) NULL,
    PRIMARY KEY (hour, country, zone_key, passive)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'bursts of a country, zone and hour'
PARTITION BY RANGE COLUMNS (hour) (PARTITION later VALUES LESS THAN (MAXVALUE));

CREATE TABLE IF NOT EXISTS peer_hour (
    hour DATETIME NOT NULL COMMENT 'when the hour begins',
    peer_key INT UNSIGNED NOT NULL,
    zone_key INT UNSIGNED NOT NULL,
    method TINYINT UNSIGNED NOT NULL COMMENT 'as in burst',
    bursts BIGINT UNSIGNED NOT NULL COMMENT 'losses among them',
    lost BIGINT UNSIGNED NOT NULL COMMENT 'bursts without any reply',
    sent BIGINT UNSIGNED NOT NULL COMMENT 'probes',
    received BIGINT UNSIGNED NOT NULL COMMENT 'replies',
    PRIMARY KEY (hour, peer_key, zone_key, method)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'bursts of a peer and hour'
PARTITION BY RANGE COLUMNS (hour) (PARTITION later VALUES LESS THAN (MAXVALUE));

CREATE TABLE IF NOT EXISTS rollup_mark (
    peer_key INT UNSIGNED NOT NULL,
    batch INT UNSIGNED NOT NULL COMMENT 'the hours of its batches up to this one were marked dirty',
    PRIMARY KEY (peer_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'which batches roll-ups know of';

CREATE TABLE IF NOT EXISTS rollup_dirty (
    hour DATETIME NOT NULL COMMENT 'bursts of this hour came since it was last rolled up',
    PRIMARY KEY (hour)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'hours to roll up';

CREATE TABLE IF NOT EXISTS horizon (
    table_name VARCHAR(64) NOT NULL,
    dropped_before DATETIME(6) NOT NULL COMMENT 'everything before this was dropped',
    PRIMARY KEY (table_name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'how far back a divided table still reaches';

-- Bucket b below 128 is b nanoseconds exactly; every power of two above is cut into 64 equal buckets.
CREATE TABLE IF NOT EXISTS sketch_bucket (
    bucket SMALLINT UNSIGNED NOT NULL,
    from_ns BIGINT UNSIGNED NOT NULL COMMENT 'smallest RTT in it',
    to_ns BIGINT UNSIGNED NOT NULL COMMENT 'largest RTT in it',
    rtt_ns BIGINT UNSIGNED NOT NULL COMMENT 'what stands for it: its middle',
    PRIMARY KEY (bucket)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'bounds of the buckets of all sketches';

INSERT INTO sketch_bucket (bucket, from_ns, to_ns, rtt_ns)
SELECT s.bucket, s.from_ns, s.from_ns + s.width - 1, s.from_ns + (s.width - 1) DIV 2
FROM (
    SELECT
        b.bucket,
        IF(b.bucket < 128, b.bucket, (64 + b.bucket MOD 64) * (1 << (b.bucket DIV 64 - 1))) AS from_ns,
        IF(b.bucket < 128, 1, 1 << (b.bucket DIV 64 - 1)) AS width
    FROM (
        SELECT d1.d + 10 * d2.d + 100 * d3.d + 1000 * d4.d AS bucket
        FROM (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
            UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) d1
        CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
            UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) d2
        CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
            UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9) d3
        CROSS JOIN (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2) d4
    ) b
    WHERE b.bucket < 2048
) s
ON DUPLICATE KEY UPDATE sketch_bucket.rtt_ns = sketch_bucket.rtt_ns;

-- Sketches laid open, a row per bucket in use: the quantiles of any group of rows come from running sums of bursts.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW country_hour_sketch AS
SELECT
    c.hour, c.country, c.zone_key, c.passive,
    s.bucket, s.rtt_ns,
    CAST(CONV(HEX(SUBSTRING(c.sketch, 6 * n.bucket + 3, 4)), 16, 10) AS UNSIGNED) AS bursts
FROM country_hour c
JOIN sketch_bucket n ON n.bucket < LENGTH(c.sketch) DIV 6
JOIN sketch_bucket s ON s.bucket = CAST(CONV(HEX(SUBSTRING(c.sketch, 6 * n.bucket + 1, 2)), 16, 10) AS UNSIGNED);

CREATE OR REPLACE SQL SECURITY INVOKER VIEW burst_hour_sketch AS
SELECT
    h.hour, h.prefix_key, h.zone_key, h.passive,
    s.bucket, s.rtt_ns,
    CAST(CONV(HEX(SUBSTRING(h.sketch, 6 * n.bucket + 3, 4)), 16, 10) AS UNSIGNED) AS bursts
FROM burst_hour h
JOIN sketch_bucket n ON n.bucket < LENGTH(h.sketch) DIV 6
JOIN sketch_bucket s ON s.bucket = CAST(CONV(HEX(SUBSTRING(h.sketch, 6 * n.bucket + 1, 2)), 16, 10) AS UNSIGNED);

-- Maps ----------------------------------------------------------------------------------------------------------------

SET @add_inputs = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'map' AND column_name = 'window_from'),
    'DO 0',
    'ALTER TABLE map
        ADD COLUMN window_from DATETIME(6) NULL COMMENT ''moment of the oldest burst it looked at; NULL: not noted'',
        ADD COLUMN window_to DATETIME(6) NULL COMMENT ''it looked at no burst of this moment or later'',
        ADD COLUMN bursts BIGINT UNSIGNED NULL COMMENT ''how many it looked at''');
PREPARE add_inputs FROM @add_inputs;
EXECUTE add_inputs;
DEALLOCATE PREPARE add_inputs;

CREATE TABLE IF NOT EXISTS map_input (
    map_key BIGINT UNSIGNED NOT NULL,
    peer_key INT UNSIGNED NOT NULL,
    batch INT UNSIGNED NOT NULL COMMENT 'the newest batch of that peer that it knew of',
    PRIMARY KEY (map_key, peer_key),
    CONSTRAINT map_input_map FOREIGN KEY (map_key) REFERENCES map (map_key) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'high-water marks of what a map rests on';

CREATE TABLE IF NOT EXISTS map_change (
    at DATETIME(6) NOT NULL COMMENT 'when the map was made',
    map_key BIGINT UNSIGNED NOT NULL,
    network VARBINARY(16) NOT NULL COMMENT 'a client prefix or a covering one',
    length TINYINT UNSIGNED NOT NULL,
    zonegroup_key INT UNSIGNED NOT NULL,
    from_zone_key INT UNSIGNED NULL COMMENT 'the best zone before; NULL: there was none',
    to_zone_key INT UNSIGNED NULL COMMENT 'the best zone since; NULL: there is none',
    reason VARCHAR(64) NOT NULL COMMENT 'why, in one word',
    expected_gain_ns BIGINT NULL COMMENT 'RTT before minus RTT since, as it was believed; NULL: unknown',
    gain_error_ns BIGINT UNSIGNED NULL COMMENT 'standard error of that',
    weight BIGINT UNSIGNED NOT NULL COMMENT 'questions of the prefix in the window of the map',
    realised_gain_ns BIGINT NULL COMMENT 'the same from bursts measured since; NULL: not measured yet',
    realised_error_ns BIGINT UNSIGNED NULL COMMENT 'standard error of that',
    measured_bursts INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'on how many bursts that rests',
    measured_at DATETIME(6) NULL COMMENT 'when that was found out',
    PRIMARY KEY (at, map_key, network, length, zonegroup_key),
    KEY map_change_prefix (network, length, at)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'who was sent elsewhere by a map, and why'
PARTITION BY RANGE COLUMNS (at) (PARTITION later VALUES LESS THAN (MAXVALUE));

-- Questions and answers -----------------------------------------------------------------------------------------------

CREATE TABLE IF NOT EXISTS decision_sample (
    at DATETIME(6) NOT NULL,
    answerer INT UNSIGNED NOT NULL COMMENT 'a number that an answering process draws when it starts',
    number BIGINT UNSIGNED NOT NULL COMMENT 'rises with each sample of that process',
    name VARCHAR(255) NOT NULL COMMENT 'what was asked: lower case, no trailing dot',
    network VARBINARY(16) NOT NULL COMMENT 'for whom: the client, cut to the prefix it told',
    length TINYINT UNSIGNED NOT NULL,
    zonegroup_id VARCHAR(255) NOT NULL COMMENT 'empty: the name is not steered',
    zone_id VARCHAR(255) NOT NULL COMMENT 'the first zone of the answer; empty: none',
    scope TINYINT UNSIGNED NOT NULL COMMENT 'depth at which the answer is uniform',
    step VARCHAR(32) NOT NULL COMMENT 'which step of the ladder it came from',
    transport VARCHAR(16) NOT NULL COMMENT 'pipe, remote, dns, http',
    weight INT UNSIGNED NOT NULL COMMENT 'for how many decisions it stands',
    PRIMARY KEY (at, answerer, number)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'some of the decisions'
PARTITION BY RANGE COLUMNS (at) (PARTITION later VALUES LESS THAN (MAXVALUE));

SET @divide_counts = IF(
    EXISTS (
        SELECT 1 FROM information_schema.partitions
        WHERE table_schema = DATABASE() AND table_name = 'client_count' AND partition_name IS NOT NULL),
    'DO 0',
    'ALTER TABLE client_count PARTITION BY RANGE COLUMNS (hour) (PARTITION later VALUES LESS THAN (MAXVALUE))');
PREPARE divide_counts FROM @divide_counts;
EXECUTE divide_counts;
DEALLOCATE PREPARE divide_counts;
