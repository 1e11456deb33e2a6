-- How did the round trips between one client prefix and each zone develop?
--
-- Parameter: @prefix ADDRESS/LENGTH, a client prefix; default: the one that asked most in the newest two hours
-- Parameter: @days   1..3650; default 7: how far to look back
-- Parameter: @zone   a zone's name; default '' (all)
--
-- Column: hour     when it began (UTC)
-- Column: prefix   the client prefix
-- Column: zone     name of the zone that was measured from
-- Column: kind     empty: we probed; passive: connections of real clients were watched
-- Column: bursts   losses among them
-- Column: lost_pct share of the bursts without any reply, percent
-- Column: min_ms   fastest round trip, milliseconds; empty if every burst was lost
-- Column: p50_ms   half of the bursts of the hour were at most this fast (smallest RTT of a burst), milliseconds
-- Column: p90_ms   the same for nine in ten
--
-- Plot: band x=hour low=min_ms high=p90_ms middle=p50_ms loss=lost_pct panel=zone,kind

SET @prefix = COALESCE(@prefix, (
    SELECT CONCAT(INET6_NTOA(p.network), '/', p.length)
    FROM client_count c
    JOIN client_prefix p ON p.prefix_key = c.prefix_key
    WHERE c.hour >= (SELECT MAX(n.hour) FROM client_count n) - INTERVAL 1 HOUR
    GROUP BY c.prefix_key, p.network, p.length
    ORDER BY SUM(c.questions) DESC, c.prefix_key
    LIMIT 1), '');
SET @days = COALESCE(@days, 7);
SET @zone = COALESCE(@zone, '');

SELECT
    DATE_FORMAT(h.hour, '%Y-%m-%d %H:%i:%s') AS hour,
    CONCAT(INET6_NTOA(p.network), '/', p.length) AS prefix,
    z.name AS zone,
    IF(h.passive, 'passive', '') AS kind,
    h.bursts AS bursts,
    ROUND(100 * h.lost / h.bursts, 2) AS lost_pct,
    ROUND(h.rtt_min_ns / 1000000, 3) AS min_ms,
    ROUND(h.rtt_p50_ns / 1000000, 3) AS p50_ms,
    ROUND(h.rtt_p90_ns / 1000000, 3) AS p90_ms
FROM client_prefix p
JOIN burst_hour h ON h.prefix_key = p.prefix_key
JOIN zone z ON z.zone_key = h.zone_key
WHERE p.network = INET6_ATON(SUBSTRING_INDEX(@prefix, '/', 1))
    AND p.length = SUBSTRING_INDEX(@prefix, '/', -1)
    AND h.hour >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    AND (@zone = '' OR z.name = @zone)
ORDER BY h.hour, z.name, h.passive;
