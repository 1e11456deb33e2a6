-- Which client prefixes are sent to a zone that is slower than their best one, and by how much?
--
-- Both RTTs are those of the newest estimates: who was sent to the best zone of that time is told as well what was learnt
-- since.
--
-- Parameter: @hours    1..8760; default 24: only answers of the last so many hours
-- Parameter: @least_ms 0..100000; default 0: only prefixes whose answers are slower by so much
-- Parameter: @most     1..100000000; default 100000000: only so many, the worst first
--
-- Column: prefix    a client prefix
-- Column: country   of it; empty if unknown
-- Column: zonegroup whose zones were there to choose from
-- Column: zone      the zone that was answered
-- Column: decisions answers that its samples stand for
-- Column: rtt_ms    round trip to the zone answered, as it is believed now, milliseconds
-- Column: best_zone the fastest of the measured zones of the zonegroup
-- Column: best_ms   round trip to that, as it is believed now, milliseconds
-- Column: regret_ms RTT of the zone answered minus RTT of the best measured zone by the newest estimates, at least 0, milliseconds
-- Column: cost_s    what all of these decisions together lost, seconds
--
-- Plot: cdf value=regret_ms weight=decisions by=zone

SET @hours = COALESCE(@hours, 24);
SET @least_ms = COALESCE(@least_ms, 0);
SET @most = COALESCE(@most, 100000000);

WITH answered AS (
    SELECT
        s.network,
        s.length,
        s.zonegroup_key,
        s.zone_key,
        s.decisions,
        MAX(CASE WHEN e.zone_key = s.zone_key THEN e.rtt_ns END) AS rtt_ns,
        -- The fastest comes first as text as well, with the number of its zone behind it. Names, and characters of four
        -- bytes, would not be sorted in memory.
        MIN(CASE
            WHEN e.provenance = 0 AND e.reachable THEN CONVERT(CONCAT(LPAD(e.rtt_ns, 20, '0'), ' ', e.zone_key) USING latin1)
        END) AS best
    FROM (
        SELECT
            -- Resolvers are counted one by one: the leaf that holds them is what is measured.
            IF(
                d.length > IF(LENGTH(d.network) = 4, 24, 48),
                RPAD(LEFT(d.network, IF(LENGTH(d.network) = 4, 3, 6)), LENGTH(d.network), X'00'),
                d.network) AS network,
            LEAST(d.length, IF(LENGTH(d.network) = 4, 24, 48)) AS length,
            g.zonegroup_key,
            z.zone_key,
            SUM(d.weight) AS decisions
        FROM decision_sample d
        JOIN zone z ON z.zone_id = d.zone_id
        JOIN zonegroup g ON g.zonegroup_id = d.zonegroup_id
        WHERE d.at >= UTC_TIMESTAMP(6) - INTERVAL @hours HOUR AND d.zone_id <> ''
        GROUP BY 1, 2, 3, 4
    ) s
    JOIN current_estimate e ON e.network = s.network AND e.length = s.length
    JOIN zone o ON o.zone_key = e.zone_key AND o.zonegroup_key = s.zonegroup_key
    GROUP BY s.network, s.length, s.zonegroup_key, s.zone_key, s.decisions
),
regret AS (
    SELECT
        a.*,
        CAST(LEFT(a.best, 20) AS UNSIGNED) AS best_ns,
        GREATEST(0, CAST(a.rtt_ns AS SIGNED) - CAST(LEFT(a.best, 20) AS SIGNED)) AS regret_ns
    FROM answered a
    WHERE a.rtt_ns IS NOT NULL AND a.best IS NOT NULL
),
worst AS (
    SELECT
        r.*,
        ROW_NUMBER() OVER (
            ORDER BY
                r.regret_ns * r.decisions DESC, LENGTH(r.network), r.network, r.length, r.zonegroup_key, r.zone_key
        ) AS place
    FROM regret r
    WHERE r.regret_ns >= @least_ms * 1000000
)
SELECT
    CONCAT(INET6_NTOA(w.network), '/', w.length) AS prefix,
    COALESCE(p.country, '') AS country,
    g.name AS zonegroup,
    z.name AS zone,
    w.decisions AS decisions,
    ROUND(w.rtt_ns / 1000000, 3) AS rtt_ms,
    b.name AS best_zone,
    ROUND(w.best_ns / 1000000, 3) AS best_ms,
    ROUND(w.regret_ns / 1000000, 3) AS regret_ms,
    ROUND(w.regret_ns * w.decisions / 1000000000, 3) AS cost_s
FROM worst w
JOIN zonegroup g ON g.zonegroup_key = w.zonegroup_key
JOIN zone z ON z.zone_key = w.zone_key
JOIN zone b ON b.zone_key = CAST(SUBSTRING(w.best, 22) AS UNSIGNED)
LEFT JOIN client_prefix p ON p.network = w.network AND p.length = w.length
WHERE w.place <= @most
ORDER BY w.place;
