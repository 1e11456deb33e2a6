-- What befell peers while they measured, so that a report can say so.

CREATE TABLE IF NOT EXISTS peer_event (
    began DATETIME(6) NOT NULL COMMENT 'by the clock of the peer',
    peer_key INT UNSIGNED NOT NULL,
    kind TINYINT UNSIGNED NOT NULL COMMENT
        '0 died, 1 stood still, 2 clock jumped, 3 bursts dropped, 4 disk refused, 5 not stored, 6 spool damaged',
    ended DATETIME(6) NOT NULL COMMENT 'when it was last so',
    amount BIGINT NOT NULL COMMENT '0 to 2: ms; 3 to 5: bursts; 6: stretches of files',
    story VARCHAR(300) NOT NULL,
    PRIMARY KEY (began, peer_key, kind),
    KEY peer_event_ended (ended)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what befell peers';
