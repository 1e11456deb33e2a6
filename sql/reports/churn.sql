-- How many clients does each map send elsewhere?
--
-- Parameter: @days  1..3650; default 7: only maps of the last so many days
-- Parameter: @since YYYY-MM-DD HH:MM:SS (UTC), from when on all questions are counted; default: the window of the newest map
--
-- Column: map        its serial
-- Column: made_at    when it took over (UTC): when it was made, or gone back to
-- Column: prefixes   prefixes that it sent to another zone
-- Column: questions  that came from them in the window of the map
-- Column: share_pct  their share of all questions, percent; empty if the window of the newest map was not noted
-- Column: gain_ms    what steering expected of it, mean over the questions, milliseconds; less than 0 is slower
-- Column: to_zone    the zone that got the most questions
-- Column: to_pct     its share of the questions that moved, percent
-- Column: bursts     how many bursts the map looked at; empty if that was not noted
-- Column: size_bytes of its encoding
--
-- Plot: lines x=map y=share_pct

SET @days = COALESCE(@days, 7);
SET @since = COALESCE(@since, (
    SELECT n.window_from FROM map n WHERE n.window_from IS NOT NULL ORDER BY n.since DESC, n.map_key DESC LIMIT 1));

WITH moved AS (
    SELECT
        c.map_key,
        COALESCE(z.name, '') AS to_zone,
        COUNT(*) AS prefixes,
        SUM(c.weight) AS questions,
        SUM(IF(c.expected_gain_ns IS NULL, 0, c.weight)) AS judged,
        SUM(c.expected_gain_ns * CAST(c.weight AS SIGNED)) AS gain_ns
    FROM map_change c FORCE INDEX (PRIMARY)
    LEFT JOIN zone z ON z.zone_key = c.to_zone_key
    WHERE c.at >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    GROUP BY c.map_key, z.name
),
asked AS (
    SELECT SUM(q.questions) AS questions
    FROM client_count q
    WHERE q.hour >= @since
)
SELECT
    m.map_serial AS map,
    DATE_FORMAT(m.since, '%Y-%m-%d %H:%i:%s') AS made_at,
    COALESCE(SUM(v.prefixes), 0) AS prefixes,
    COALESCE(SUM(v.questions), 0) AS questions,
    ROUND(100 * COALESCE(SUM(v.questions), 0) / MAX(a.questions), 3) AS share_pct,
    ROUND(SUM(v.gain_ns) / NULLIF(SUM(v.judged), 0) / 1000000, 3) AS gain_ms,
    -- As text of one width the most comes last, with its zone behind it.
    COALESCE(SUBSTRING(MAX(CONCAT(LPAD(v.questions, 20, '0'), v.to_zone)), 21), '') AS to_zone,
    ROUND(100 * MAX(v.questions) / NULLIF(SUM(v.questions), 0), 1) AS to_pct,
    m.bursts AS bursts,
    m.size_bytes AS size_bytes
FROM map m
CROSS JOIN asked a
LEFT JOIN moved v ON v.map_key = m.map_key
WHERE m.since >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
GROUP BY m.map_key, m.realm_id, m.map_serial, m.since, m.bursts, m.size_bytes
ORDER BY m.realm_id, m.map_serial;
