-- Which share of the traffic has each zone, and what would the drain of one of them do?
--
-- Parameter: @drain a zone's name; default '' (none): the zone that is imagined to be drained
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
    SELECT p.network, p.length, SUM(c.questions) AS questions
    FROM client_count c
    JOIN client_prefix p ON p.prefix_key = c.prefix_key
    WHERE c.hour >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    GROUP BY c.prefix_key, p.network, p.length
),
ranked AS (
    SELECT
        e.network,
        e.length,
        z.zonegroup_key,
        z.name,
        e.rtt_ns,
        a.questions,
        e.place,
        MIN(e.place) OVER (PARTITION BY e.network, e.length, z.zonegroup_key) AS first_place,
        MIN(IF(z.name = @drain, NULL, e.place)) OVER (PARTITION BY e.network, e.length, z.zonegroup_key) AS after_place,
        MIN(IF(z.name = @drain, e.rtt_ns, NULL)) OVER (PARTITION BY e.network, e.length, z.zonegroup_key) AS drained_ns
    FROM current_estimate e
    JOIN zone z ON z.zone_key = e.zone_key AND z.in_period
    JOIN asked a ON a.network = e.network AND a.length = e.length
    WHERE e.reachable
),
summed AS (
    SELECT
        r.*,
        SUM(IF(r.place = r.first_place, r.questions, 0)) OVER (PARTITION BY r.name ORDER BY r.rtt_ns) AS upto,
        SUM(IF(r.place = r.first_place, r.questions, 0)) OVER (PARTITION BY r.name) AS every
    FROM ranked r
    WHERE r.place = r.first_place OR r.place = r.after_place
),
answered AS (
    SELECT z.name, SUM(s.weight) AS decisions, SUM(SUM(s.weight)) OVER () AS every
    FROM decision_sample s
    JOIN zone z ON z.zone_id = s.zone_id
    WHERE s.at >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    GROUP BY z.name
),
zones AS (
    SELECT
        s.name,
        SUM(s.place = s.first_place) AS prefixes,
        SUM(IF(s.place = s.first_place, s.questions, 0)) AS questions,
        SUM(IF(s.place = s.first_place, s.questions * s.rtt_ns, 0)) AS ns,
        MIN(IF(s.upto >= 0.95 * s.every AND s.place = s.first_place, s.rtt_ns, NULL)) AS p95_ns,
        SUM(IF(s.place = s.after_place, s.questions, 0)) AS after_questions,
        SUM(IF(s.place = s.after_place, s.questions * s.rtt_ns, 0)) AS after_ns,
        SUM(IF(s.place = s.after_place AND s.place > s.first_place, s.questions, 0)) AS came,
        SUM(IF(
            s.place = s.after_place AND s.place > s.first_place,
            s.questions * (CAST(s.rtt_ns AS SIGNED) - CAST(s.drained_ns AS SIGNED)),
            0)) AS lost_ns
    FROM summed s
    GROUP BY s.name
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
LEFT JOIN zones s ON s.name = z.name
LEFT JOIN answered a ON a.name = z.name
WHERE z.in_period
ORDER BY z.name;
