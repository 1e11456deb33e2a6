-- What befell the peers, when, and what did it cost?
--
-- Parameter: @hours 1..8760; default 24: how far to look back
--
-- Column: peer     its name
-- Column: zone     name of the zone it probes from; empty if it never said so
-- Column: what     silent (for two minutes or more, until now), died, stood still, clock jumped, bursts dropped, disk refused, not stored, spool damaged
-- Column: since    when it began (UTC, by the clock of the peer); of a silent one, its last sign of life
-- Column: until    when it was last so (UTC); empty if it is still so
-- Column: lasted_s how long that was, seconds
-- Column: amount   how much; empty if there is nothing to count
-- Column: unit     of the amount: ms gone, stood still or jumped; bursts dropped, or waiting at the most; stretches of the spool
-- Column: story    what the peer saw

SET @hours = COALESCE(@hours, 24);

SELECT i.peer, COALESCE(z.name, '') AS zone, i.what, i.since, i.until, i.lasted_s, i.amount, i.unit, i.story
FROM (
    SELECT
        p.name AS peer,
        p.zone_key AS zone_key,
        'silent' AS what,
        DATE_FORMAT(p.last_seen, '%Y-%m-%d %H:%i:%s') AS since,
        NULL AS until,
        TIMESTAMPDIFF(SECOND, p.last_seen, UTC_TIMESTAMP(6)) AS lasted_s,
        NULL AS amount,
        '' AS unit,
        'no sign of life: stopped, dead, or without a way to the database' AS story
    FROM peer p
    WHERE p.last_seen < UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE
    UNION ALL
    SELECT
        p.name,
        p.zone_key,
        ELT(e.kind + 1, 'died', 'stood still', 'clock jumped', 'bursts dropped', 'disk refused', 'not stored', 'spool damaged'),
        DATE_FORMAT(e.began, '%Y-%m-%d %H:%i:%s'),
        DATE_FORMAT(e.ended, '%Y-%m-%d %H:%i:%s'),
        TIMESTAMPDIFF(SECOND, e.began, e.ended),
        e.amount,
        ELT(e.kind + 1, 'ms', 'ms', 'ms', 'bursts', 'bursts', 'bursts', 'stretches'),
        e.story
    FROM peer_event e
    JOIN peer p ON p.peer_key = e.peer_key
    WHERE e.ended >= UTC_TIMESTAMP(6) - INTERVAL @hours HOUR
) i
LEFT JOIN zone z ON z.zone_key = i.zone_key
ORDER BY i.peer, i.since, i.what;
