-- Which share of the traffic has each zone, and what would the drain of one of them do?
--
-- Parameter: @drain a zone of the period; default '' (none): the zone that is imagined to be drained
-- Parameter: @days  1..365; default 1: how far back questions and answers count
--
-- Column: zone         its name
-- Column: answered_pct share of the answers of that time that named the zone first, percent; empty without samples
-- Column: prefixes     client prefixes whose fastest zone it is now
-- Column: questions    that came from them
-- Column: share_pct    their share of all questions, percent
-- Column: mean_ms      their round trip, mean over the questions, milliseconds
-- Column: p95_ms       nineteen in twenty of the questions were at most this far, milliseconds
-- Column: after_pct    share of all questions after the drain, percent
-- Column: after_ms     round trip after the drain, mean over the questions, milliseconds
-- Column: suffering_ms of those that came over from the drained zone: how much slower they became, mean, milliseconds
--
-- Plot: bars x=zone y=share_pct,after_pct

SET @drain = COALESCE(@drain, '');
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
        -- Place, round trip and zone of the first: as text of one width the least comes first. Names would be wide.
        MIN(CONVERT(CONCAT(LPAD(e.place, 5, '0'), LPAD(e.rtt_ns, 20, '0'), e.zone_key) USING latin1)) AS now_zone,
        MIN(IF(
            z.name = @drain,
            NULL,
            CONVERT(CONCAT(LPAD(e.place, 5, '0'), LPAD(e.rtt_ns, 20, '0'), e.zone_key) USING latin1))) AS after_zone
    FROM asked a
    JOIN current_estimate e ON e.network = a.network AND e.length = a.length
    JOIN zone z ON z.zone_key = e.zone_key AND z.in_period
    WHERE e.reachable
    GROUP BY a.network, a.length, z.zonegroup_key, a.questions
),
chosen AS (
    SELECT
        r.questions,
        CAST(SUBSTRING(r.now_zone, 26) AS UNSIGNED) AS now_key,
        CAST(SUBSTRING(r.now_zone, 6, 20) AS SIGNED) AS now_ns,
        CAST(SUBSTRING(r.after_zone, 26) AS UNSIGNED) AS after_key,
        CAST(SUBSTRING(r.after_zone, 6, 20) AS SIGNED) AS after_ns
    FROM ranked r
),
phases AS (
    -- Now, and after the drain; side by side, for what is used twice is worked out twice.
    SELECT
        t.later,
        IF(t.later, c.after_key, c.now_key) AS zone_key,
        IF(t.later, c.after_ns, c.now_ns) AS ns,
        c.questions,
        t.later AND c.after_key <> c.now_key AS came,
        c.after_ns - c.now_ns AS slower_ns
    FROM chosen c
    CROSS JOIN (SELECT 0 AS later UNION ALL SELECT 1) t
),
zones AS (
    SELECT
        u.zone_key,
        SUM(NOT u.later) AS prefixes,
        SUM(IF(u.later, 0, u.questions)) AS questions,
        SUM(IF(u.later, 0, u.questions * u.ns)) AS ns,
        MIN(IF(NOT u.later AND u.upto >= 0.95 * u.every, u.ns, NULL)) AS p95_ns,
        SUM(IF(u.later, u.questions, 0)) AS after_questions,
        SUM(IF(u.later, u.questions * u.ns, 0)) AS after_ns,
        SUM(IF(u.came, u.questions, 0)) AS came,
        SUM(IF(u.came, u.questions * u.slower_ns, 0)) AS lost_ns
    FROM (
        SELECT
            h.*,
            SUM(h.questions) OVER (PARTITION BY h.later, h.zone_key ORDER BY h.ns) AS upto,
            SUM(h.questions) OVER (PARTITION BY h.later, h.zone_key) AS every
        FROM phases h
        WHERE h.zone_key IS NOT NULL
    ) u
    GROUP BY u.zone_key
),
answered AS (
    SELECT s.zone_id, SUM(s.weight) AS decisions, SUM(SUM(s.weight)) OVER () AS every
    FROM decision_sample s
    WHERE s.at >= UTC_TIMESTAMP(6) - INTERVAL @days DAY AND s.zone_id <> ''
    GROUP BY s.zone_id
)
SELECT
    z.name AS zone,
    ROUND(100 * a.decisions / a.every, 2) AS answered_pct,
    COALESCE(s.prefixes, 0) AS prefixes,
    COALESCE(s.questions, 0) AS questions,
    ROUND(100 * COALESCE(s.questions, 0) / SUM(s.questions) OVER (), 2) AS share_pct,
    ROUND(s.ns / NULLIF(s.questions, 0) / 1000000, 3) AS mean_ms,
    ROUND(s.p95_ns / 1000000, 3) AS p95_ms,
    ROUND(100 * COALESCE(s.after_questions, 0) / SUM(s.after_questions) OVER (), 2) AS after_pct,
    ROUND(s.after_ns / NULLIF(s.after_questions, 0) / 1000000, 3) AS after_ms,
    ROUND(s.lost_ns / NULLIF(s.came, 0) / 1000000, 3) AS suffering_ms
FROM zone z
LEFT JOIN zones s ON s.zone_key = z.zone_key
LEFT JOIN answered a ON a.zone_id = z.zone_id
WHERE z.in_period
ORDER BY z.name;
