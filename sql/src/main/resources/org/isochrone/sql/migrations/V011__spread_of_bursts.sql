-- A burst surprises by how far bursts scatter, and not by how well their middle is known.
--
-- Neither MySQL 8 nor MariaDB renames a column only if it is there, and every statement must stand being run again.
SET @rename_spread = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'probe_pair' AND column_name = 'spread_ns'),
    'DO 0',
    'ALTER TABLE probe_pair CHANGE COLUMN error_ns
        spread_ns BIGINT UNSIGNED NOT NULL COMMENT ''standard deviation of single bursts''');
PREPARE rename_spread FROM @rename_spread;
EXECUTE rename_spread;
DEALLOCATE PREPARE rename_spread;
