-- How long do round trips from each zone to the clients of each country take?
--
-- Parameter: @hours 1..8760; default 24: only hours that ended in the last so many; the hour under way is not in yet
-- Parameter: @zone  a zone's name; default '' (all)
--
-- Column: zone     name of the zone that was measured from
-- Column: country  of the client prefixes; empty if unknown
-- Column: bursts   that got a reply
-- Column: lost     bursts without any reply
-- Column: lost_pct share of the bursts without any reply, percent
-- Column: p50_ms   half of the bursts were at most this fast (smallest RTT of a burst, nearest rank, within 1/128), ms
-- Column: p90_ms   the same for nine in ten
-- Column: p95_ms   the same for nineteen in twenty
--
-- Plot: heat x=zone y=country value=p50_ms weight=bursts

SET @hours = COALESCE(@hours, 24);
SET @zone = COALESCE(@zone, '');

SELECT
    z.name AS zone,
    c.country AS country,
    c.bursts - c.lost AS bursts,
    c.lost AS lost,
    ROUND(100 * c.lost / c.bursts, 2) AS lost_pct,
    ROUND(q.p50_ns / 1000000, 3) AS p50_ms,
    ROUND(q.p90_ns / 1000000, 3) AS p90_ms,
    ROUND(q.p95_ns / 1000000, 3) AS p95_ms
FROM (
    SELECT h.zone_key, h.country, SUM(h.bursts) AS bursts, SUM(h.lost) AS lost
    FROM country_hour h FORCE INDEX (PRIMARY)
    WHERE h.hour >= UTC_TIMESTAMP(6) - INTERVAL (@hours + 1) HOUR
    GROUP BY h.zone_key, h.country
) c
JOIN zone z ON z.zone_key = c.zone_key
LEFT JOIN (
    SELECT
        r.zone_key,
        r.country,
        MIN(CASE WHEN r.upto >= 0.50 * r.answered THEN r.rtt_ns END) AS p50_ns,
        MIN(CASE WHEN r.upto >= 0.90 * r.answered THEN r.rtt_ns END) AS p90_ns,
        MIN(CASE WHEN r.upto >= 0.95 * r.answered THEN r.rtt_ns END) AS p95_ns
    FROM (
        SELECT
            s.zone_key,
            s.country,
            s.rtt_ns,
            SUM(s.bursts) OVER (PARTITION BY s.zone_key, s.country ORDER BY s.rtt_ns) AS upto,
            SUM(s.bursts) OVER (PARTITION BY s.zone_key, s.country) AS answered
        FROM (
            SELECT k.zone_key, k.country, k.rtt_ns, SUM(k.bursts) AS bursts
            FROM country_hour_sketch k
            WHERE k.hour >= UTC_TIMESTAMP(6) - INTERVAL (@hours + 1) HOUR
            GROUP BY k.zone_key, k.country, k.rtt_ns
        ) s
    ) r
    GROUP BY r.zone_key, r.country
) q ON q.zone_key = c.zone_key AND q.country = c.country
WHERE @zone = '' OR z.name = @zone
ORDER BY z.name, c.country;
