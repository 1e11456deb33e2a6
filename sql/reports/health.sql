-- When was each endpoint up or down, as each peer saw it?
--
-- Parameter: @hours 1..8760; default 24: how far to look back
-- Parameter: @zone  a zone's name; default '' (all)
--
-- Column: zone     name of the zone
-- Column: endpoint its URL or address
-- Column: peer     who saw it
-- Column: state    up or down; darker in the picture where more peers saw it
-- Column: since    when the state began (UTC): the time of the deciding check
-- Column: until    when the next state began (UTC); empty if none has
-- Column: lasted_s how long the state lasted, or has lasted until it was seen last, seconds
-- Column: reason   what the deciding check saw
--
-- Plot: spans row=zone,endpoint from=since to=until state=state

SET @hours = COALESCE(@hours, 24);
SET @zone = COALESCE(@zone, '');

SELECT
    z.name AS zone,
    c.endpoint AS endpoint,
    p.name AS peer,
    CASE c.state WHEN 0 THEN 'up' ELSE 'down' END AS state,
    DATE_FORMAT(c.since, '%Y-%m-%d %H:%i:%s') AS since,
    DATE_FORMAT(c.ended, '%Y-%m-%d %H:%i:%s') AS until,
    GREATEST(0, TIMESTAMPDIFF(SECOND, c.since, COALESCE(c.ended, h.seen_at, c.since))) AS lasted_s,
    c.reason AS reason
FROM (
    SELECT
        n.zone_key,
        n.endpoint,
        n.peer_key,
        n.change_key,
        n.state,
        n.reason,
        n.since,
        LEAD(n.since) OVER (PARTITION BY n.zone_key, n.endpoint, n.peer_key ORDER BY n.change_key) AS ended
    FROM (
        SELECT w.zone_key, w.endpoint, w.peer_key, w.change_key, w.state, w.reason, w.since
        FROM health_change w
        WHERE w.since >= UTC_TIMESTAMP(6) - INTERVAL @hours HOUR
        UNION ALL
        -- The state in which each endpoint went into that time: one row by key, however long its history is.
        SELECT o.zone_key, o.endpoint, o.peer_key, o.change_key, o.state, o.reason, o.since
        FROM health s
        JOIN health_change o ON o.change_key = (
            SELECT b.change_key
            FROM health_change b
            WHERE b.zone_key = s.zone_key
                AND b.endpoint = s.endpoint
                AND b.peer_key = s.peer_key
                AND b.since < UTC_TIMESTAMP(6) - INTERVAL @hours HOUR
            ORDER BY b.since DESC, b.change_key DESC
            LIMIT 1
        )
    ) n
) c
JOIN zone z ON z.zone_key = c.zone_key
JOIN peer p ON p.peer_key = c.peer_key
LEFT JOIN health h ON h.zone_key = c.zone_key AND h.endpoint = c.endpoint AND h.peer_key = c.peer_key
WHERE @zone = '' OR z.name = @zone
ORDER BY z.name, c.endpoint, p.name, c.change_key;
