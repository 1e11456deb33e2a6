-- Which peers are alive and measuring, and how much of what they send is lost?
--
-- Parameter: @silent_s 0..999999999; default 0 (all): only peers without a sign of life for more than so many seconds
--
-- Column: peer          its name
-- Column: zone          name of the zone it probes from; empty if it never said so
-- Column: last_seen_s   seconds since its last sign of life; empty if there was none
-- Column: newest_s      seconds since its newest burst was measured; empty if there is none
-- Column: bursts_1h     bursts measured in the last hour, losses among them
-- Column: lost_1h       of those, without any reply
-- Column: bursts_24h    bursts of the last 24 hours that have ended, losses among them
-- Column: lost_24h      of those, without any reply
-- Column: lost_24h_pct  their share, percent
-- Column: probes_24h    probes of those bursts
-- Column: no_reply_pct  share of the probes without a reply, percent
--
-- Plot: bars x=peer y=lost_24h_pct,no_reply_pct

SET @silent_s = COALESCE(@silent_s, 0);

SELECT
    p.name AS peer,
    COALESCE(z.name, '') AS zone,
    TIMESTAMPDIFF(SECOND, p.last_seen, UTC_TIMESTAMP(6)) AS last_seen_s,
    TIMESTAMPDIFF(SECOND, p.newest_burst, UTC_TIMESTAMP(6)) AS newest_s,
    COALESCE(n.bursts, 0) AS bursts_1h,
    COALESCE(n.lost, 0) AS lost_1h,
    COALESCE(d.bursts, 0) AS bursts_24h,
    COALESCE(d.lost, 0) AS lost_24h,
    ROUND(100 * d.lost / d.bursts, 2) AS lost_24h_pct,
    COALESCE(d.sent, 0) AS probes_24h,
    ROUND(100 * (1 - d.received / d.sent), 2) AS no_reply_pct
FROM peer p
LEFT JOIN zone z ON z.zone_key = p.zone_key
LEFT JOIN (
    SELECT b.peer_key, COUNT(*) AS bursts, SUM(b.received = 0) AS lost
    FROM burst b
    WHERE b.at >= UTC_TIMESTAMP(6) - INTERVAL 1 HOUR
    GROUP BY b.peer_key
) n ON n.peer_key = p.peer_key
LEFT JOIN (
    SELECT
        h.peer_key,
        SUM(h.bursts) AS bursts,
        SUM(h.lost) AS lost,
        SUM(h.sent) AS sent,
        SUM(h.received) AS received
    FROM peer_hour h FORCE INDEX (PRIMARY)
    WHERE h.hour >= UTC_TIMESTAMP(6) - INTERVAL 25 HOUR
    GROUP BY h.peer_key
) d ON d.peer_key = p.peer_key
WHERE @silent_s = 0
    OR p.last_seen IS NULL
    OR p.last_seen < UTC_TIMESTAMP(6) - INTERVAL @silent_s SECOND
ORDER BY p.name;
