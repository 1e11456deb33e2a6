-- Sketches are laid open row by row, in this order: while the server has no statistics of a table, as after a restart, it
-- would rather begin with every pair of two buckets.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW country_hour_sketch AS
SELECT
    c.hour, c.country, c.zone_key, c.passive,
    s.bucket, s.rtt_ns,
    CAST(CONV(HEX(SUBSTRING(c.sketch, 6 * n.bucket + 3, 4)), 16, 10) AS UNSIGNED) AS bursts
FROM country_hour c
STRAIGHT_JOIN sketch_bucket n ON n.bucket < LENGTH(c.sketch) DIV 6
STRAIGHT_JOIN sketch_bucket s
    ON s.bucket = CAST(CONV(HEX(SUBSTRING(c.sketch, 6 * n.bucket + 1, 2)), 16, 10) AS UNSIGNED);

CREATE OR REPLACE SQL SECURITY INVOKER VIEW burst_hour_sketch AS
SELECT
    h.hour, h.prefix_key, h.zone_key, h.passive,
    s.bucket, s.rtt_ns,
    CAST(CONV(HEX(SUBSTRING(h.sketch, 6 * n.bucket + 3, 4)), 16, 10) AS UNSIGNED) AS bursts
FROM burst_hour h
STRAIGHT_JOIN sketch_bucket n ON n.bucket < LENGTH(h.sketch) DIV 6
STRAIGHT_JOIN sketch_bucket s
    ON s.bucket = CAST(CONV(HEX(SUBSTRING(h.sketch, 6 * n.bucket + 1, 2)), 16, 10) AS UNSIGNED);
