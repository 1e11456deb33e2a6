-- Why the newest build of a realm was not published, or only after people had looked.

CREATE TABLE IF NOT EXISTS map_doubt (
    realm_id VARCHAR(255) NOT NULL,
    kind TINYINT UNSIGNED NOT NULL COMMENT '0 fast, 1 slow, 2 rush, 3 stale',
    zone_id VARCHAR(255) NOT NULL COMMENT 'empty: it is about all zones',
    story TEXT NOT NULL COMMENT 'what was found, and what the limit is',
    since DATETIME(6) NOT NULL COMMENT 'when it was first found',
    released_at DATETIME(6) NULL COMMENT 'NULL, as both below: nobody released it',
    released_by VARCHAR(255) NULL,
    release_reason TEXT NULL,
    PRIMARY KEY (realm_id, kind, zone_id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what looks wrong in the newest build';
