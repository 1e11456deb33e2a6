-- Which client prefixes cannot be measured, why, and how many questions come from them?
--
-- Parameter: @days   1..365; default 7: how far back questions count
-- Parameter: @reason 'no target known' or 'not tried yet' or 'not proven yet' or 'none answers' or 'set aside' or 'excluded'; default '' (all): only prefixes with that reason
--
-- Column: prefix    a client prefix without a target that answers
-- Column: country   of it; empty if unknown
-- Column: questions that came from it
-- Column: reason    no target known, not tried yet, not proven yet, none answers, set aside, excluded
-- Column: targets   how many are known, methods counted apart
-- Column: detail    what is said of one that is set aside or excluded; else empty
-- Column: again_s   seconds until the next one is tried; empty if none will be

SET @days = COALESCE(@days, 7);
SET @reason = COALESCE(@reason, '');

SELECT
    r.prefix,
    r.country,
    r.questions,
    r.reason,
    r.targets,
    r.detail,
    r.again_s
FROM (
    SELECT
        p.network,
        p.length,
        CONCAT(INET6_NTOA(p.network), '/', p.length) AS prefix,
        p.country AS country,
        COALESCE(q.questions, 0) AS questions,
        CASE
            WHEN t.prefix_key IS NULL THEN 'no target known'
            WHEN t.unproven > 0 THEN 'not proven yet'
            WHEN t.resting > 0 THEN 'none answers'
            WHEN t.untried > 0 THEN 'not tried yet'
            WHEN t.aside > 0 THEN 'set aside'
            ELSE 'excluded'
        END AS reason,
        COALESCE(t.targets, 0) AS targets,
        COALESCE(t.detail, '') AS detail,
        GREATEST(0, TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(6), t.next_try)) AS again_s
    FROM client_prefix p
    LEFT JOIN (
        SELECT
            a.prefix_key,
            COUNT(*) AS targets,
            SUM(a.standing = 0) AS untried,
            SUM(a.standing = 1) AS unproven,
            SUM(a.standing = 2) AS good,
            SUM(a.standing = 3) AS resting,
            SUM(a.standing = 4) AS aside,
            MAX(a.reason) AS detail,
            MIN(COALESCE(a.next_try, UTC_TIMESTAMP(6))) AS next_try
        FROM target a
        GROUP BY a.prefix_key
    ) t ON t.prefix_key = p.prefix_key
    LEFT JOIN (
        SELECT c.prefix_key, SUM(c.questions) AS questions
        FROM client_count c
        WHERE c.hour >= UTC_TIMESTAMP(6) - INTERVAL @days DAY
        GROUP BY c.prefix_key
    ) q ON q.prefix_key = p.prefix_key
    WHERE COALESCE(t.good, 0) = 0
) r
WHERE @reason = '' OR r.reason = @reason
ORDER BY r.questions DESC, LENGTH(r.network), r.network, r.length;
