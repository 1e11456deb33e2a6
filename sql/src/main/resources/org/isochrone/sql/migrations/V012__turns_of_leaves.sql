-- Bursts into one /24 or /48 are apart, whoever sends them; and what is dead is found by its address.

-- A leaf is a first address of 4 or 16 bytes, which says how long it is.
CREATE TABLE IF NOT EXISTS probed_leaf (
    network VARBINARY(16) NOT NULL,
    last_burst DATETIME(6) NULL COMMENT 'the latest moment that any peer was given; NULL: never',
    PRIMARY KEY (network)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin COMMENT = 'when each /24 and /48 was last probed';

INSERT IGNORE INTO probed_leaf (network)
SELECT DISTINCT
    CASE LENGTH(t.address)
        WHEN 4 THEN CONCAT(LEFT(t.address, 3), X'00')
        ELSE CONCAT(LEFT(t.address, 6), X'00000000000000000000')
    END
FROM target t;

-- MySQL 8 has no ADD KEY IF NOT EXISTS, and every statement must stand being run again.
SET @add_address = IF(
    EXISTS (
        SELECT 1 FROM information_schema.statistics
        WHERE table_schema = DATABASE() AND table_name = 'target' AND index_name = 'target_address'),
    'DO 0',
    'ALTER TABLE target ADD KEY target_address (address)');
PREPARE add_address FROM @add_address;
EXECUTE add_address;
DEALLOCATE PREPARE add_address;
