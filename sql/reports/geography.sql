-- Where is the nearest zone not the fastest one?
--
-- Parameter: @least_ms 0..100000; default 5: only prefixes to which the nearest zone is slower by so much
-- Parameter: @country  two capital letters; default '' (all): only client prefixes of this country
--
-- Column: prefix     a client prefix whose place is known and that was measured from both zones
-- Column: country    of it; empty if unknown
-- Column: asn        its AS; 0 if unknown
-- Column: nearest    the nearest zone of those it was measured from
-- Column: nearest_km distance to it on the surface of the earth, kilometres
-- Column: nearest_ms round trip to it, milliseconds
-- Column: fastest    the fastest zone of those it was measured from
-- Column: fastest_km distance to it, kilometres
-- Column: fastest_ms round trip to it, milliseconds
-- Column: gain_ms    how much faster than the nearest it is, milliseconds
--
-- Plot: dots x=nearest_ms y=fastest_ms by=fastest

SET @least_ms = COALESCE(@least_ms, 5);
SET @country = COALESCE(@country, '');

WITH near AS (
    SELECT
        p.prefix_key,
        z.zonegroup_key,
        e.zone_key,
        e.rtt_ns,
        ROUND(ST_DISTANCE_SPHERE(POINT(p.longitude, p.latitude), POINT(z.longitude, z.latitude))) AS metres
    FROM client_prefix p
    JOIN current_estimate e ON e.network = p.network AND e.length = p.length AND e.provenance = 0 AND e.reachable
    JOIN zone z ON z.zone_key = e.zone_key AND z.in_period
    WHERE p.latitude IS NOT NULL
        AND z.latitude IS NOT NULL
        AND (@country = '' OR p.country = @country)
),
chosen AS (
    SELECT
        n.prefix_key,
        -- As text of one width the least comes first, with what belongs to it behind it. Names, and characters of four
        -- bytes, would not be sorted in memory.
        MIN(CONVERT(CONCAT(LPAD(n.metres, 12, '0'), LPAD(n.rtt_ns, 20, '0'), n.zone_key) USING latin1)) AS nearest,
        MIN(CONVERT(CONCAT(LPAD(n.rtt_ns, 20, '0'), LPAD(n.metres, 12, '0'), n.zone_key) USING latin1)) AS fastest
    FROM near n
    GROUP BY n.prefix_key, n.zonegroup_key
)
SELECT
    CONCAT(INET6_NTOA(p.network), '/', p.length) AS prefix,
    p.country AS country,
    p.asn AS asn,
    a.name AS nearest,
    ROUND(CAST(LEFT(c.nearest, 12) AS UNSIGNED) / 1000) AS nearest_km,
    ROUND(CAST(SUBSTRING(c.nearest, 13, 20) AS UNSIGNED) / 1000000, 3) AS nearest_ms,
    f.name AS fastest,
    ROUND(CAST(SUBSTRING(c.fastest, 21, 12) AS UNSIGNED) / 1000) AS fastest_km,
    ROUND(CAST(LEFT(c.fastest, 20) AS UNSIGNED) / 1000000, 3) AS fastest_ms,
    ROUND((CAST(SUBSTRING(c.nearest, 13, 20) AS SIGNED) - CAST(LEFT(c.fastest, 20) AS SIGNED)) / 1000000, 3) AS gain_ms
FROM chosen c
JOIN client_prefix p ON p.prefix_key = c.prefix_key
JOIN zone a ON a.zone_key = CAST(SUBSTRING(c.nearest, 33) AS UNSIGNED)
JOIN zone f ON f.zone_key = CAST(SUBSTRING(c.fastest, 33) AS UNSIGNED)
WHERE SUBSTRING(c.nearest, 33) <> SUBSTRING(c.fastest, 33)
    AND CAST(SUBSTRING(c.nearest, 13, 20) AS SIGNED) - CAST(LEFT(c.fastest, 20) AS SIGNED) >= @least_ms * 1000000
ORDER BY gain_ms DESC, LENGTH(p.network), p.network, p.length;
