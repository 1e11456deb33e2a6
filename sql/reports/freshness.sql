-- Which peers are alive and measuring, and how much of what they send is lost?
--
-- Parameter: @silent_s 0..999999999; default 0 (all): only peers without a sign of life for more than so many seconds
--
-- Column: peer        its name
-- Column: zone        name of the zone it probes from; empty if it never said so
-- Column: last_seen_s seconds since its last sign of life; empty if there was none
-- Column: newest_s    seconds since its newest burst was measured; empty if there is none
-- Column: bursts_1h   bursts measured in the last hour, losses among them
-- Column: lost_1h     of those, without any reply
-- Column: bursts_24h  bursts measured in the last day, losses among them
-- Column: lost_24h    of those, without any reply
--
-- Plot: bars x=peer y=bursts_24h,lost_24h

SET @silent_s = COALESCE(@silent_s, 0);

SELECT
    p.name AS peer,
    COALESCE(z.name, '') AS zone,
    TIMESTAMPDIFF(SECOND, p.last_seen, UTC_TIMESTAMP(6)) AS last_seen_s,
    TIMESTAMPDIFF(SECOND, p.newest_burst, UTC_TIMESTAMP(6)) AS newest_s,
    COALESCE(d.bursts_1h, 0) AS bursts_1h,
    COALESCE(d.lost_1h, 0) AS lost_1h,
    COALESCE(d.bursts_24h, 0) AS bursts_24h,
    COALESCE(d.lost_24h, 0) AS lost_24h
FROM peer p
LEFT JOIN zone z ON z.zone_key = p.zone_key
LEFT JOIN (
    SELECT
        b.peer_key,
        SUM(b.at >= UTC_TIMESTAMP(6) - INTERVAL 1 HOUR) AS bursts_1h,
        SUM(b.at >= UTC_TIMESTAMP(6) - INTERVAL 1 HOUR AND b.received = 0) AS lost_1h,
        COUNT(*) AS bursts_24h,
        SUM(b.received = 0) AS lost_24h
    FROM burst b
    WHERE b.at >= UTC_TIMESTAMP(6) - INTERVAL 24 HOUR
    GROUP BY b.peer_key
) d ON d.peer_key = p.peer_key
WHERE @silent_s = 0
    OR p.last_seen IS NULL
    OR p.last_seen < UTC_TIMESTAMP(6) - INTERVAL @silent_s SECOND
ORDER BY p.name;
