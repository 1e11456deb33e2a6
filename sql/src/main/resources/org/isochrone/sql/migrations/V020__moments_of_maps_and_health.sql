-- When a map took over, which is when it was built or, if somebody went back to it, later. And reports ask for the maps
-- of some days, and for what an endpoint's state was before them: by keys, and not by reading a year of heads or all
-- that ever happened.
--
-- MySQL 8 has no ADD COLUMN and no ADD KEY IF NOT EXISTS, and every statement must stand being run again.
SET @add_since = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'map' AND column_name = 'since'),
    'DO 0',
    'ALTER TABLE map
        ADD COLUMN since DATETIME(6) NOT NULL DEFAULT ''1970-01-01'' COMMENT ''when it took over''');
PREPARE add_since FROM @add_since;
EXECUTE add_since;
DEALLOCATE PREPARE add_since;

-- A change has the moment at which its map took over.
UPDATE map m
LEFT JOIN (SELECT c.map_key, MAX(c.at) AS at FROM map_change c GROUP BY c.map_key) c ON c.map_key = m.map_key
SET m.since = COALESCE(c.at, m.created_at)
WHERE m.since = '1970-01-01';

SET @add_map_since = IF(
    EXISTS (
        SELECT 1 FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'map' AND index_name = 'map_since'),
    'DO 0',
    'ALTER TABLE map ALTER COLUMN since DROP DEFAULT, ADD KEY map_since (since)');
PREPARE add_map_since FROM @add_map_since;
EXECUTE add_map_since;
DEALLOCATE PREPARE add_map_since;

SET @add_endpoint = IF(
    EXISTS (
        SELECT 1 FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'health_change' AND index_name = 'health_change_endpoint'),
    'DO 0',
    'ALTER TABLE health_change ADD KEY health_change_endpoint (zone_key, endpoint, peer_key, since)');
PREPARE add_endpoint FROM @add_endpoint;
EXECUTE add_endpoint;
DEALLOCATE PREPARE add_endpoint;

-- A day of a month is found by its hours. MariaDB 11.4 would rather read all of the month, sketches and all.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW country_hour_sketch AS
SELECT
    c.hour, c.country, c.zone_key, c.passive,
    s.bucket, s.rtt_ns,
    CAST(CONV(HEX(SUBSTRING(c.sketch, 6 * n.bucket + 3, 4)), 16, 10) AS UNSIGNED) AS bursts
FROM country_hour c FORCE INDEX (PRIMARY)
STRAIGHT_JOIN sketch_bucket n ON n.bucket < LENGTH(c.sketch) DIV 6
STRAIGHT_JOIN sketch_bucket s
    ON s.bucket = CAST(CONV(HEX(SUBSTRING(c.sketch, 6 * n.bucket + 1, 2)), 16, 10) AS UNSIGNED);
