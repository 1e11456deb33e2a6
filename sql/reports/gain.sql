-- Were the moves of each map right: which gain was expected, and which came true?
--
-- Parameter: @days 1..3650; default 30: only maps of the last so many days
--
-- Column: map          its serial; empty if the map was deleted since
-- Column: made_at      when it took over (UTC): when it was made, or gone back to
-- Column: moves        prefixes that it sent to another zone
-- Column: measured     those whose gain has been measured since
-- Column: questions    that came from the measured ones in the window of the map
-- Column: expected_ms  what steering expected of the measured ones, mean over questions, milliseconds
-- Column: realised_ms  what came true, mean over questions, milliseconds; less than 0 is slower
-- Column: right_pct    share of the measured moves that made nobody slower, percent
-- Column: kept_pct     realised gain as a share of the expected gain, percent
--
-- Plot: lines x=map y=expected_ms,realised_ms

SET @days = COALESCE(@days, 30);

SELECT
    m.map_serial AS map,
    DATE_FORMAT(c.at, '%Y-%m-%d %H:%i:%s') AS made_at,
    c.moves AS moves,
    c.measured AS measured,
    c.questions AS questions,
    ROUND(c.expected_ns / NULLIF(c.questions, 0) / 1000000, 3) AS expected_ms,
    ROUND(c.realised_ns / NULLIF(c.questions, 0) / 1000000, 3) AS realised_ms,
    ROUND(100 * c.good / NULLIF(c.measured, 0), 1) AS right_pct,
    ROUND(100 * c.realised_ns / NULLIF(c.expected_ns, 0), 1) AS kept_pct
FROM (
    SELECT
        n.at,
        n.map_key,
        COUNT(*) AS moves,
        COUNT(n.realised_gain_ns) AS measured,
        COALESCE(SUM(n.realised_gain_ns >= 0), 0) AS good,
        COALESCE(SUM(IF(n.realised_gain_ns IS NULL, 0, n.weight)), 0) AS questions,
        SUM(IF(n.realised_gain_ns IS NULL, NULL, n.expected_gain_ns) * CAST(n.weight AS SIGNED)) AS expected_ns,
        SUM(n.realised_gain_ns * CAST(n.weight AS SIGNED)) AS realised_ns
    FROM map_change n FORCE INDEX (PRIMARY)
    WHERE n.at >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    GROUP BY n.at, n.map_key
) c
LEFT JOIN map m ON m.map_key = c.map_key
ORDER BY c.at, c.map_key;
