-- How much slower than the best zone is the zone that clients are sent to?
--
-- Both RTTs are those of the newest estimates: who was sent to the best zone of that time is told as well what was learnt
-- since.
--
-- Parameter: @hours 1..8760; default 24: only answers of the last so many hours
--
-- Column: zone         the zone that was answered; (all) for all of them
-- Column: prefixes     client prefixes that were sent there
-- Column: decisions    answers that their samples stand for
-- Column: mean_ms      regret: RTT of the zone answered minus RTT of the best measured zone, mean over decisions, ms
-- Column: p50_ms       half of the decisions had at most this regret, milliseconds
-- Column: p95_ms       the same for nineteen in twenty
-- Column: p99_ms       the same for ninety-nine in a hundred
-- Column: within_5_pct share of the decisions with a regret of 5 ms at most, percent
-- Column: cost_s       what all of these decisions together lost, seconds
--
-- Plot: bars x=zone y=mean_ms,p95_ms

SET @hours = COALESCE(@hours, 24);

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
        -- 0 stands for all zones together.
        IF(t.total, 0, a.zone_key) AS zone_key,
        a.decisions,
        GREATEST(0, CAST(a.rtt_ns AS SIGNED) - CAST(LEFT(a.best, 20) AS SIGNED)) AS regret_ns
    FROM answered a
    CROSS JOIN (SELECT 0 AS total UNION ALL SELECT 1) t
    WHERE a.rtt_ns IS NOT NULL AND a.best IS NOT NULL
),
ranked AS (
    SELECT
        r.*,
        SUM(r.decisions) OVER (PARTITION BY r.zone_key ORDER BY r.regret_ns) AS upto,
        SUM(r.decisions) OVER (PARTITION BY r.zone_key) AS every
    FROM regret r
),
summed AS (
    SELECT
        k.zone_key,
        COUNT(*) AS prefixes,
        SUM(k.decisions) AS decisions,
        SUM(k.regret_ns * k.decisions) AS cost_ns,
        MIN(CASE WHEN k.upto >= 0.50 * k.every THEN k.regret_ns END) AS p50_ns,
        MIN(CASE WHEN k.upto >= 0.95 * k.every THEN k.regret_ns END) AS p95_ns,
        MIN(CASE WHEN k.upto >= 0.99 * k.every THEN k.regret_ns END) AS p99_ns,
        SUM(IF(k.regret_ns <= 5000000, k.decisions, 0)) AS small
    FROM ranked k
    GROUP BY k.zone_key
)
SELECT
    COALESCE(z.name, '(all)') AS zone,
    s.prefixes AS prefixes,
    s.decisions AS decisions,
    ROUND(s.cost_ns / s.decisions / 1000000, 3) AS mean_ms,
    ROUND(s.p50_ns / 1000000, 3) AS p50_ms,
    ROUND(s.p95_ns / 1000000, 3) AS p95_ms,
    ROUND(s.p99_ns / 1000000, 3) AS p99_ms,
    ROUND(100 * s.small / s.decisions, 2) AS within_5_pct,
    ROUND(s.cost_ns / 1000000000, 3) AS cost_s
FROM summed s
LEFT JOIN zone z ON z.zone_key = s.zone_key
ORDER BY s.zone_key = 0, z.name;
