-- At which time of the day are the round trips from each zone slow?
--
-- Parameter: @days    1..365; default 7: only hours of the last so many days; the hour under way is not in yet
-- Parameter: @country two capital letters; default '' (all): only client prefixes of this country
-- Parameter: @zone    a zone's name; default '' (all)
--
-- Column: hour_of_day 0 to 23, UTC
-- Column: zone        name of the zone that was measured from
-- Column: bursts      losses among them
-- Column: lost_pct    share of the bursts without any reply, percent
-- Column: p50_ms      medians of each hour and country, their mean weighted by bursts, milliseconds
-- Column: p90_ms      the same of what nine in ten bursts were not slower than
-- Column: slower_pct  how much larger p50_ms is than at the best time of the day of that zone, percent
--
-- Plot: lines x=hour_of_day y=slower_pct by=zone

SET @days = COALESCE(@days, 7);
SET @country = COALESCE(@country, '');
SET @zone = COALESCE(@zone, '');

SELECT
    t.hour_of_day AS hour_of_day,
    z.name AS zone,
    t.bursts AS bursts,
    ROUND(100 * t.lost / t.bursts, 2) AS lost_pct,
    ROUND(t.p50_ns / 1000000, 3) AS p50_ms,
    ROUND(t.p90_ns / 1000000, 3) AS p90_ms,
    ROUND(100 * (t.p50_ns / MIN(t.p50_ns) OVER (PARTITION BY t.zone_key) - 1), 1) AS slower_pct
FROM (
    SELECT
        HOUR(h.hour) AS hour_of_day,
        h.zone_key,
        SUM(h.bursts) AS bursts,
        SUM(h.lost) AS lost,
        SUM(h.rtt_p50_ns * (h.bursts - h.lost)) / NULLIF(SUM(h.bursts - h.lost), 0) AS p50_ns,
        SUM(h.rtt_p90_ns * (h.bursts - h.lost)) / NULLIF(SUM(h.bursts - h.lost), 0) AS p90_ns
    FROM country_hour h FORCE INDEX (PRIMARY)
    WHERE h.hour >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
        AND (@country = '' OR h.country = @country)
    GROUP BY HOUR(h.hour), h.zone_key
) t
JOIN zone z ON z.zone_key = t.zone_key
WHERE @zone = '' OR z.name = @zone
ORDER BY t.hour_of_day, z.name;
