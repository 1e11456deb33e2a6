-- What does steering know of the clients of each country: by measurement, by inference, or not at all?
--
-- Parameter: @days 1..365; default 1: how far back questions count
--
-- Column: country        of the client prefixes; empty if unknown
-- Column: prefixes       client prefixes
-- Column: questions      that came from them
-- Column: measured_pct   share of the questions from prefixes whose best zone was measured, percent
-- Column: neighbours_pct the same for those that were inferred from prefixes that measure alike
-- Column: parent_pct     the same for those that were inferred from the covering network
-- Column: as_pct         the same for those that were inferred from their AS
-- Column: country_pct    the same for those that were inferred from their country
-- Column: distance_pct   the same for those of which nothing but the place is known
-- Column: nothing_pct    the same for those of which nothing is known
-- Column: no_target      client prefixes without a target that answers; report unmeasured tells why
--
-- Plot: stack x=country y=measured_pct,neighbours_pct,parent_pct,as_pct,country_pct,distance_pct,nothing_pct

SET @days = COALESCE(@days, 1);

WITH asked AS (
    SELECT c.prefix_key, SUM(c.questions) AS questions
    FROM client_count c
    WHERE c.hour >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
    GROUP BY c.prefix_key
),
answering AS (
    SELECT t.prefix_key, SUM(t.standing = 2) AS good
    FROM target t
    GROUP BY t.prefix_key
),
known AS (
    SELECT
        p.country,
        COALESCE(a.questions, 0) AS questions,
        -- 6 means none; reachable or not, the first place is what is known best.
        COALESCE(e.provenance, 6) AS provenance,
        COALESCE(g.good, 0) = 0 AS no_target
    FROM client_prefix p
    LEFT JOIN current_estimate e ON e.network = p.network AND e.length = p.length AND e.place = 1
    LEFT JOIN asked a ON a.prefix_key = p.prefix_key
    LEFT JOIN answering g ON g.prefix_key = p.prefix_key
)
SELECT
    k.country AS country,
    COUNT(*) AS prefixes,
    SUM(k.questions) AS questions,
    ROUND(100 * SUM(IF(k.provenance = 0, k.questions, 0)) / SUM(k.questions), 1) AS measured_pct,
    ROUND(100 * SUM(IF(k.provenance = 1, k.questions, 0)) / SUM(k.questions), 1) AS neighbours_pct,
    ROUND(100 * SUM(IF(k.provenance = 2, k.questions, 0)) / SUM(k.questions), 1) AS parent_pct,
    ROUND(100 * SUM(IF(k.provenance = 3, k.questions, 0)) / SUM(k.questions), 1) AS as_pct,
    ROUND(100 * SUM(IF(k.provenance = 4, k.questions, 0)) / SUM(k.questions), 1) AS country_pct,
    ROUND(100 * SUM(IF(k.provenance = 5, k.questions, 0)) / SUM(k.questions), 1) AS distance_pct,
    ROUND(100 * SUM(IF(k.provenance = 6, k.questions, 0)) / SUM(k.questions), 1) AS nothing_pct,
    SUM(k.no_target) AS no_target
FROM known k
GROUP BY k.country
ORDER BY SUM(k.questions) DESC, k.country;
