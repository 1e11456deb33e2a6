-- DNS zones with records of their own, beside the names that are steered.
--
-- MySQL cannot undo CREATE TABLE, so each statement may be run again after a migration that broke off.

CREATE TABLE IF NOT EXISTS dns_state (
    one TINYINT UNSIGNED NOT NULL COMMENT 'always 1: the table has one row',
    revision BIGINT UNSIGNED NOT NULL COMMENT 'rises with every change of a zone or record',
    PRIMARY KEY (one)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'locked while a zone is changed';

INSERT INTO dns_state (one, revision) VALUES (1, 0)
ON DUPLICATE KEY UPDATE one = one;

CREATE TABLE IF NOT EXISTS dns_zone (
    dns_zone_key INT UNSIGNED NOT NULL AUTO_INCREMENT,
    apex VARCHAR(255) NOT NULL COMMENT 'lower case, no trailing dot',
    saved_at DATETIME(6) NOT NULL,
    PRIMARY KEY (dns_zone_key),
    UNIQUE KEY dns_zone_apex (apex)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'zones that were imported';

CREATE TABLE IF NOT EXISTS dns_record (
    dns_zone_key INT UNSIGNED NOT NULL,
    position INT UNSIGNED NOT NULL COMMENT 'from 0, as in the file',
    owner VARCHAR(1024) NOT NULL COMMENT 'lower case, no trailing dot',
    ttl INT UNSIGNED NOT NULL,
    type VARCHAR(16) NOT NULL COMMENT 'mnemonic, such as MX',
    data MEDIUMTEXT NOT NULL COMMENT 'presentation form, names with a trailing dot',
    PRIMARY KEY (dns_zone_key, position)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'records that are the same for everybody';
