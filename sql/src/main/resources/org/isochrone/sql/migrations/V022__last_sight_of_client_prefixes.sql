-- Client prefixes that nobody meets any more are forgotten, once nothing that names them is kept.
--
-- MySQL 8 has no ADD COLUMN IF NOT EXISTS, and every statement must stand being run again.
SET @add_last_seen = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'client_prefix' AND column_name = 'last_seen'),
    'DO 0',
    'ALTER TABLE client_prefix
        ADD COLUMN last_seen DATETIME(6) NULL DEFAULT CURRENT_TIMESTAMP(6)
            COMMENT ''to a day, by the clock of the server; NULL: it was imported, and stays'',
        ADD KEY client_prefix_last_seen (last_seen)');
PREPARE add_last_seen FROM @add_last_seen;
EXECUTE add_last_seen;
DEALLOCATE PREPARE add_last_seen;

-- What has an AS or a place was imported.
UPDATE client_prefix SET last_seen = NULL WHERE asn <> 0 OR country <> '' OR latitude IS NOT NULL;
