-- Which migrations were run, from which scripts. "isochrone db migrate" and configure.database both keep it.

CREATE TABLE IF NOT EXISTS schema_history (
    installed_rank INT NOT NULL,
    version VARCHAR(50) NULL,
    description VARCHAR(200) NOT NULL,
    type VARCHAR(20) NOT NULL,
    script VARCHAR(1000) NOT NULL,
    checksum INT NULL COMMENT 'CRC-32 of the script without its line ends',
    installed_by VARCHAR(100) NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    execution_time INT NOT NULL COMMENT 'milliseconds',
    success BOOLEAN NOT NULL COMMENT '0: it broke off half way',
    PRIMARY KEY (installed_rank),
    KEY schema_history_s_idx (success)
) ENGINE = InnoDB;
