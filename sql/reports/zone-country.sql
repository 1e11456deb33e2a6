-- How long do round trips from each zone to the clients of each country take?
--
-- Parameter: @hours 1..8760; default 24: only bursts of the last so many hours
-- Parameter: @zone  a zone's name; default '' (all)
--
-- Column: zone    name of the zone that was measured from
-- Column: country of the client prefixes; empty if unknown
-- Column: bursts  that got a reply
-- Column: lost    bursts without any reply
-- Column: p50_ms  half of the bursts were at most this fast (smallest RTT of a burst, nearest rank), milliseconds
-- Column: p90_ms  the same for nine in ten
-- Column: p95_ms  the same for nineteen in twenty
--
-- Plot: heat x=zone y=country value=p50_ms weight=bursts

SET @hours = COALESCE(@hours, 24);
SET @zone = COALESCE(@zone, '');

SELECT
    z.name AS zone,
    r.country AS country,
    COUNT(r.rtt_ns) AS bursts,
    SUM(r.rtt_ns IS NULL) AS lost,
    ROUND(MIN(CASE WHEN r.place >= 0.50 * r.answered THEN r.rtt_ns END) / 1000000, 3) AS p50_ms,
    ROUND(MIN(CASE WHEN r.place >= 0.90 * r.answered THEN r.rtt_ns END) / 1000000, 3) AS p90_ms,
    ROUND(MIN(CASE WHEN r.place >= 0.95 * r.answered THEN r.rtt_ns END) / 1000000, 3) AS p95_ms
FROM (
    SELECT
        b.zone_key,
        p.country,
        b.rtt_min_ns AS rtt_ns,
        -- Losses come last, so that they take no place among the answers.
        ROW_NUMBER() OVER (
            PARTITION BY b.zone_key, p.country ORDER BY b.rtt_min_ns IS NULL, b.rtt_min_ns
        ) AS place,
        COUNT(b.rtt_min_ns) OVER (PARTITION BY b.zone_key, p.country) AS answered
    FROM burst b
    JOIN client_prefix p ON p.prefix_key = b.prefix_key
    WHERE b.at >= UTC_TIMESTAMP(6) - INTERVAL @hours HOUR
) r
JOIN zone z ON z.zone_key = r.zone_key
WHERE @zone = '' OR z.name = @zone
GROUP BY z.zone_key, z.name, r.country
ORDER BY z.name, r.country;
