-- If a zone were drained, where would its clients go, and how much slower would that be?
--
-- Parameter: @days 1..365; default 1: how far back questions count
--
-- Column: drained   the zone that is imagined to be drained
-- Column: to_zone   the zone that is the fastest then; empty if there is none
-- Column: prefixes  client prefixes that would go there
-- Column: share_pct their share of the questions of the drained zone, percent
-- Column: from_ms   their round trip now, mean over the questions, milliseconds
-- Column: to_ms     their round trip then, the same mean
-- Column: extra_ms  how much slower that is, milliseconds
--
-- Plot: heat x=to_zone y=drained value=share_pct

SET @days = COALESCE(@days, 1);

WITH asked AS (
    SELECT p.network, p.length, c.questions
    FROM (
        SELECT n.prefix_key, SUM(n.questions) AS questions
        FROM client_count n
        WHERE n.hour >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
        GROUP BY n.prefix_key
    ) c
    JOIN client_prefix p ON p.prefix_key = c.prefix_key
),
ranked AS (
    SELECT
        a.questions,
        -- Round trip and zone of the first, and of the second if there is one; keys only, for names would be wide.
        GROUP_CONCAT(CONCAT(e.rtt_ns, ' ', e.zone_key) ORDER BY e.place SEPARATOR ',') AS zones
    FROM asked a
    JOIN current_estimate e ON e.network = a.network AND e.length = a.length
    JOIN zone z ON z.zone_key = e.zone_key AND z.in_period
    WHERE e.reachable
    GROUP BY a.network, a.length, z.zonegroup_key, a.questions
),
moved AS (
    SELECT
        r.questions,
        SUBSTRING_INDEX(r.zones, ',', 1) AS now_zone,
        IF(LOCATE(',', r.zones) = 0, NULL, SUBSTRING_INDEX(SUBSTRING_INDEX(r.zones, ',', 2), ',', -1)) AS next_zone
    FROM ranked r
),
summed AS (
    SELECT
        SUBSTRING_INDEX(m.now_zone, ' ', -1) AS zone_key,
        SUBSTRING_INDEX(m.next_zone, ' ', -1) AS next_key,
        COUNT(*) AS prefixes,
        SUM(m.questions) AS questions,
        SUM(m.questions * CAST(SUBSTRING_INDEX(m.now_zone, ' ', 1) AS UNSIGNED)) AS now_ns,
        SUM(m.questions * CAST(SUBSTRING_INDEX(m.next_zone, ' ', 1) AS UNSIGNED)) AS next_ns
    FROM moved m
    GROUP BY 1, 2
)
SELECT
    z.name AS drained,
    COALESCE(n.name, '') AS to_zone,
    s.prefixes AS prefixes,
    ROUND(100 * s.questions / SUM(s.questions) OVER (PARTITION BY s.zone_key), 2) AS share_pct,
    ROUND(s.now_ns / s.questions / 1000000, 3) AS from_ms,
    ROUND(s.next_ns / s.questions / 1000000, 3) AS to_ms,
    ROUND((CAST(s.next_ns AS SIGNED) - CAST(s.now_ns AS SIGNED)) / s.questions / 1000000, 3) AS extra_ms
FROM summed s
JOIN zone z ON z.zone_key = CAST(s.zone_key AS UNSIGNED)
LEFT JOIN zone n ON n.zone_key = CAST(s.next_key AS UNSIGNED)
ORDER BY z.name, n.name;
