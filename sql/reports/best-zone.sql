-- Which zone is the best for each client prefix, how fast is it, and how fresh is that knowledge?
--
-- Parameter: @country  two capital letters; default '' (all): only client prefixes of this country
-- Parameter: @measured 0..1; default 0: 1 leaves out what is predicted only
--
-- Column: prefix      a client prefix or a covering network
-- Column: country     of the client prefix; empty if unknown
-- Column: zone        the best reachable zone
-- Column: rtt_ms      expected round-trip time to it, milliseconds
-- Column: error_ms    standard error of that, milliseconds
-- Column: second_zone the next best reachable zone; empty if there is none
-- Column: second_ms   expected round-trip time to that, milliseconds
-- Column: provenance  measured, neighbours, parent, as, country, distance, none
-- Column: bursts      how many bursts it rests on
-- Column: age_s       seconds since the newest of them; empty if predicted
-- Column: map         serial of the map that the estimates belong to
--
-- Plot: cdf value=rtt_ms by=zone

SET @country = COALESCE(@country, '');
SET @measured = COALESCE(@measured, 0);

SELECT
    CONCAT(INET6_NTOA(b.network), '/', b.length) AS prefix,
    COALESCE(c.country, n.country, '') AS country,
    z.name AS zone,
    ROUND(b.rtt_ns / 1000000, 3) AS rtt_ms,
    ROUND(b.error_ns / 1000000, 3) AS error_ms,
    COALESCE(z2.name, '') AS second_zone,
    ROUND(s.rtt_ns / 1000000, 3) AS second_ms,
    ELT(b.provenance + 1, 'measured', 'neighbours', 'parent', 'as', 'country', 'distance', 'none') AS provenance,
    b.bursts AS bursts,
    TIMESTAMPDIFF(SECOND, b.newest, UTC_TIMESTAMP(6)) AS age_s,
    b.map_serial AS map
FROM current_estimate b
JOIN zone z ON z.zone_key = b.zone_key
LEFT JOIN current_estimate s
    ON s.realm_id = b.realm_id AND s.network = b.network AND s.length = b.length AND s.place = 2 AND s.reachable
LEFT JOIN zone z2 ON z2.zone_key = s.zone_key
LEFT JOIN client_prefix c ON c.network = b.network AND c.length = b.length
LEFT JOIN network n ON n.network = b.network AND n.length = b.length
WHERE b.place = 1
    AND b.reachable
    AND (@country = '' OR COALESCE(c.country, n.country, '') = @country)
    AND (@measured = 0 OR b.provenance = 0)
ORDER BY LENGTH(b.network), b.network, b.length, b.map_serial;
