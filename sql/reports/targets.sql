-- What is believed of the targets, and why are some set aside?
--
-- Parameter: @standing 'new' or 'unproven' or 'good' or 'resting' or 'aside' or 'refused'; default '' (all): only targets of that standing
--
-- Column: prefix        the client prefix
-- Column: target        its address
-- Column: method        tcp, dns, icmp, http
-- Column: port          0 if the method has none
-- Column: source        who named it: person, resolver, log, list
-- Column: standing      new, unproven, good, resting, aside, refused
-- Column: reason        why it is set aside or refused; else empty
-- Column: failures      bursts lost since its last answer
-- Column: last_answer_s seconds since its last answer; empty if there was none
-- Column: last_burst_s  seconds since the last burst to its address; empty if there was none

SET @standing = COALESCE(@standing, '');

SELECT
    CONCAT(INET6_NTOA(p.network), '/', p.length) AS prefix,
    INET6_NTOA(t.address) AS target,
    ELT(t.method + 1, 'tcp', 'dns', 'icmp', 'http', 'passive', 'imported') AS method,
    t.port AS port,
    ELT(t.source + 1, 'person', 'resolver', 'log', 'list') AS source,
    ELT(t.standing + 1, 'new', 'unproven', 'good', 'resting', 'aside', 'refused') AS standing,
    t.reason AS reason,
    t.failures AS failures,
    TIMESTAMPDIFF(SECOND, t.last_answer, UTC_TIMESTAMP(6)) AS last_answer_s,
    TIMESTAMPDIFF(SECOND, a.last_burst, UTC_TIMESTAMP(6)) AS last_burst_s
FROM target t
JOIN client_prefix p ON p.prefix_key = t.prefix_key
LEFT JOIN probed_address a ON a.address = t.address
WHERE @standing = '' OR ELT(t.standing + 1, 'new', 'unproven', 'good', 'resting', 'aside', 'refused') = @standing
ORDER BY LENGTH(p.network), p.network, p.length, t.address, t.method, t.port;
