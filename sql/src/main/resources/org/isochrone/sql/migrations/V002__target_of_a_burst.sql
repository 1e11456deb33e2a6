-- Which address a burst went to, so that each target of a client prefix can be judged by its own answers.
--
-- MySQL 8 has no ADD COLUMN IF NOT EXISTS, and every statement must stand being run again.
SET @add_target = IF(
    EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = DATABASE() AND table_name = 'burst' AND column_name = 'target'),
    'DO 0',
    'ALTER TABLE burst ADD COLUMN target VARBINARY(16) NULL COMMENT ''NULL: nobody was probed, or nobody said whom''');
PREPARE add_target FROM @add_target;
EXECUTE add_target;
DEALLOCATE PREPARE add_target;
