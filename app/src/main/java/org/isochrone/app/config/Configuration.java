package org.isochrone.app.config;

import org.isochrone.pdns.DnsConfig;
import org.isochrone.sql.DbConfig;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Settings;

/**
 * Everything that is configured, read in one pass. Immutable.
 *
 * @param application {@code [Application]}
 * @param dns {@code [DNS]}
 * @param db {@code [DB]}
 * @param http {@code [Http]}
 */
public record Configuration(ApplicationConfig application, DnsConfig dns, DbConfig db, HttpConfig http) {
    /**
     * Reads everything; what is wrong goes to {@code problems} and is replaced by its default, so that all of it is
     * found.
     */
    public static Configuration read(Sources sources, Problems problems) {
        Settings settings = new Settings(sources.read(problems), problems);
        Configuration read = new Configuration(
                ApplicationConfig.from(settings),
                DnsConfig.from(settings),
                DbConfig.from(settings),
                HttpConfig.from(settings));
        settings.warnOfUnknownKeys();
        return read;
    }
}
