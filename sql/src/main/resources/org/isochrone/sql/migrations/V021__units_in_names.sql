-- A column that counts something says in its name what.
--
-- MySQL 8 has no CHANGE COLUMN IF EXISTS, and every statement must stand being run again.
SET @rename_size = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'map' AND column_name = 'size_bytes'),
    'DO 0',
    'ALTER TABLE map CHANGE COLUMN size size_bytes INT UNSIGNED NOT NULL COMMENT ''of the encoding''');
PREPARE rename_size FROM @rename_size;
EXECUTE rename_size;
DEALLOCATE PREPARE rename_size;

SET @rename_ttl = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'dns_record' AND column_name = 'ttl_s'),
    'DO 0',
    'ALTER TABLE dns_record CHANGE COLUMN ttl ttl_s INT UNSIGNED NOT NULL COMMENT ''how long an answer may be kept, seconds''');
PREPARE rename_ttl FROM @rename_ttl;
EXECUTE rename_ttl;
DEALLOCATE PREPARE rename_ttl;
