-- If a zone were drained, where would its clients go, and how much slower would that be?
--
-- Parameter: @days 1..365; default 1: how far back questions count
--
-- Column: drained  the zone that is imagined to be drained
-- Column: to_zone  the zone that is the fastest then
-- Column: prefixes client prefixes that would go there
-- Column: share_pct their share of the questions of the drained zone, percent
-- Column: from_ms  their round trip now, mean over the questions, milliseconds
-- Column: to_ms    their round trip then, the same mean
-- Column: extra_ms how much slower that is, milliseconds
--
-- Plot: heat x=to_zone y=drained value=share_pct

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
        z.name,
        e.rtt_ns,
        a.questions,
        ROW_NUMBER() OVER w AS place,
        LEAD(z.name) OVER w AS next_name,
        LEAD(e.rtt_ns) OVER w AS next_ns
    FROM current_estimate e
    JOIN zone z ON z.zone_key = e.zone_key AND z.in_period
    JOIN asked a ON a.network = e.network AND a.length = e.length
    WHERE e.reachable
    WINDOW w AS (PARTITION BY e.network, e.length, z.zonegroup_key ORDER BY e.place)
)
SELECT
    r.name AS drained,
    COALESCE(r.next_name, '') AS to_zone,
    COUNT(*) AS prefixes,
    ROUND(100 * SUM(r.questions) / SUM(SUM(r.questions)) OVER (PARTITION BY r.name), 2) AS share_pct,
    ROUND(SUM(r.rtt_ns * r.questions) / SUM(r.questions) / 1000000, 3) AS from_ms,
    ROUND(SUM(r.next_ns * r.questions) / SUM(r.questions) / 1000000, 3) AS to_ms,
    ROUND((SUM(r.next_ns * r.questions) - SUM(r.rtt_ns * r.questions)) / SUM(r.questions) / 1000000, 3) AS extra_ms
FROM ranked r
WHERE r.place = 1
GROUP BY r.name, r.next_name
ORDER BY r.name, r.next_name;
