-- What is learnt of targets, and how peers share the work of measuring.
--
-- MySQL 8 has no ADD COLUMN IF NOT EXISTS, and every statement must stand being run again.

SET @add_learnt = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'target' AND column_name = 'target_key'),
    'DO 0',
    'ALTER TABLE target
        ADD COLUMN target_key INT UNSIGNED NOT NULL AUTO_INCREMENT,
        ADD COLUMN source TINYINT UNSIGNED NOT NULL DEFAULT 0
            COMMENT ''who named it: 0 a person, 1 it asked us, 2 a log, 3 a list of addresses'',
        ADD COLUMN standing TINYINT UNSIGNED NOT NULL DEFAULT 0
            COMMENT ''0 new, 1 unproven, 2 good, 3 resting, 4 set aside, 5 refused'',
        ADD COLUMN failures SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT ''bursts lost since the last answer'',
        ADD COLUMN next_try DATETIME(6) NULL COMMENT ''not before, unless it is good; NULL: at once'',
        ADD COLUMN last_answer DATETIME(6) NULL,
        ADD COLUMN reason VARCHAR(255) NOT NULL DEFAULT '''' COMMENT ''why it is set aside or refused'',
        ADD UNIQUE KEY target_number (target_key)');
PREPARE add_learnt FROM @add_learnt;
EXECUTE add_learnt;
DEALLOCATE PREPARE add_learnt;

-- An address gets no two bursts within ten minutes, whichever of its methods, client prefixes or peers are concerned.
CREATE TABLE IF NOT EXISTS probed_address (
    address VARBINARY(16) NOT NULL,
    last_burst DATETIME(6) NULL COMMENT 'from any peer; NULL: never',
    PRIMARY KEY (address)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'when each address was last probed';

INSERT IGNORE INTO probed_address (address) SELECT t.address FROM target t;

CREATE TABLE IF NOT EXISTS target_zone (
    target_key INT UNSIGNED NOT NULL,
    zone_key INT UNSIGNED NOT NULL,
    rtt_min_ns BIGINT UNSIGNED NULL COMMENT 'smallest of a day; NULL: it never answered this zone',
    answered_at DATETIME(6) NULL COMMENT 'when that was',
    lost_at DATETIME(6) NULL COMMENT 'when a burst was last lost',
    PRIMARY KEY (target_key, zone_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what each zone has seen of a target';

CREATE TABLE IF NOT EXISTS probe_pair (
    zone_key INT UNSIGNED NOT NULL,
    prefix_key INT UNSIGNED NOT NULL,
    due_at DATETIME(6) NOT NULL COMMENT 'for a claimed pair, when its lease runs out',
    due TINYINT UNSIGNED NOT NULL COMMENT 'why then: 0 first, 1 interval, 2 surprise, 3 again',
    holder INT UNSIGNED NULL COMMENT 'the peer that has claimed it; NULL: nobody',
    reason TINYINT UNSIGNED NOT NULL
        COMMENT 'why the zone: 0 few zones, 1 incumbent, 2 predicted, 3 near, 4 unknown, 5 rotation',
    interval_ms BIGINT UNSIGNED NOT NULL,
    weight BIGINT UNSIGNED NOT NULL COMMENT 'questions when it was planned',
    expected_ns BIGINT UNSIGNED NOT NULL COMMENT '0: nothing is expected',
    error_ns BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (zone_key, prefix_key),
    KEY probe_pair_due (zone_key, due_at),
    KEY probe_pair_prefix (prefix_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'what is measured from where, and when next';

CREATE TABLE IF NOT EXISTS probe_plan (
    zone_key INT UNSIGNED NOT NULL,
    planned_at DATETIME(6) NOT NULL,
    PRIMARY KEY (zone_key)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'when the pairs of a zone were last planned';
