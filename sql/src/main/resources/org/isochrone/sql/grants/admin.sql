-- What an administrator may do: migrate the schema, import, change what people decide; all inside one database.
--
-- Run by configure.database, printed by "isochrone db grants admin", or by hand:
--
--     CREATE USER 'isochrone-admin'@'localhost' IDENTIFIED BY '…';
--     mariadb isochrone < admin.sql
--
-- For another name or host write it in place of 'isochrone-admin'@'localhost', and another database in place of
-- `isochrone`: there _ and % stand for any character unless \ stands before them. Granting again changes nothing.

-- Of tables that a migration is yet to make; MySQL asks for REFERENCES where MariaDB does not
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, REFERENCES, CREATE VIEW
    ON `isochrone`.* TO 'isochrone-admin'@'localhost';
