-- Who was sent elsewhere by a map, from where to where, and why?
--
-- Parameter: @map    0..999999999, serial of a map; default: the newest that moved anybody, 0: any
-- Parameter: @prefix ADDRESS/LENGTH; default '' (all): moves of this prefix only
-- Parameter: @days   1..3650; default 30: only moves of the last so many days
--
-- Column: map         serial of the map
-- Column: made_at     when it took over (UTC): when it was made, or gone back to
-- Column: prefix      a client prefix or a covering network
-- Column: country     of the client prefix; empty if unknown
-- Column: zonegroup   whose zones are meant
-- Column: from_zone   its zone before: its best, or the choice of weights among the best; empty if there was none
-- Column: to_zone     its zone since; empty if there is none
-- Column: reason      why: faster, tied (as good, and weights chose it), unreachable, gone, rollback
-- Column: questions   that came from it in the window of the map
-- Column: expected_ms what steering expected to gain, milliseconds; less than 0 is slower; empty if not known
-- Column: error_ms    standard error of that, milliseconds
-- Column: realised_ms the gain by bursts that were measured since, milliseconds; empty if not measured yet
-- Column: bursts      how many bursts that rests on
--
-- Plot: dots x=expected_ms y=realised_ms by=to_zone

SET @map = COALESCE(@map, (
    SELECT m.map_serial
    FROM map m
    -- From the newest map back until one has a change; EXISTS might be worked out for all of them first.
    WHERE (SELECT c.map_key FROM map_change c WHERE c.at = m.since AND c.map_key = m.map_key LIMIT 1) IS NOT NULL
    ORDER BY m.since DESC, m.map_key DESC
    LIMIT 1), 0);
SET @prefix = COALESCE(@prefix, '');
SET @days = COALESCE(@days, 30);

SELECT
    m.map_serial AS map,
    DATE_FORMAT(c.at, '%Y-%m-%d %H:%i:%s') AS made_at,
    CONCAT(INET6_NTOA(c.network), '/', c.length) AS prefix,
    COALESCE(p.country, '') AS country,
    COALESCE(g.name, '') AS zonegroup,
    COALESCE(f.name, '') AS from_zone,
    COALESCE(t.name, '') AS to_zone,
    c.reason AS reason,
    c.weight AS questions,
    ROUND(c.expected_gain_ns / 1000000, 3) AS expected_ms,
    ROUND(c.gain_error_ns / 1000000, 3) AS error_ms,
    ROUND(c.realised_gain_ns / 1000000, 3) AS realised_ms,
    c.measured_bursts AS bursts
FROM map m
-- A change has the moment at which its map took over, so the rows of one map stand together.
JOIN map_change c ON c.at = m.since AND c.map_key = m.map_key
LEFT JOIN client_prefix p ON p.network = c.network AND p.length = c.length
LEFT JOIN zonegroup g ON g.zonegroup_key = c.zonegroup_key
LEFT JOIN zone f ON f.zone_key = c.from_zone_key
LEFT JOIN zone t ON t.zone_key = c.to_zone_key
WHERE m.since >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    AND c.at >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    AND (@map = 0 OR m.map_serial = @map)
    AND (@prefix = '' OR (
        c.network = INET6_ATON(SUBSTRING_INDEX(@prefix, '/', 1)) AND c.length = SUBSTRING_INDEX(@prefix, '/', -1)))
ORDER BY m.realm_id, m.map_serial, c.expected_gain_ns * CAST(c.weight AS SIGNED) DESC, c.network, c.length, g.name;
