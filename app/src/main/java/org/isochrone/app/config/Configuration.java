package org.isochrone.app.config;

import java.time.Duration;
import java.util.Optional;
import org.isochrone.app.rgw.RgwConfig;
import org.isochrone.cron.CronConfig;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.health.HealthConfig;
import org.isochrone.probe.passive.PassiveConfig;
import org.isochrone.sql.DbConfig;
import org.isochrone.sql.RetentionConfig;
import org.isochrone.steering.build.SteeringConfig;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.memcached.MemcachedConfig;

/**
 * Everything that is configured, read in one pass. Immutable.
 *
 * @param application {@code [Application]}
 * @param dns {@code [DNS]}
 * @param db {@code [DB]}
 * @param memcached {@code [Memcached]}
 * @param probe {@code [Probe]}
 * @param passive {@code [Passive]}
 * @param health {@code [Health]}
 * @param steering {@code [Steering]}
 * @param retention {@code [Retention]}
 * @param cron {@code [Cron]}
 * @param rgw {@code [Rgw]}
 * @param http {@code [Http]}
 */
public record Configuration(
        ApplicationConfig application,
        DnsConfig dns,
        DbConfig db,
        MemcachedConfig memcached,
        ProbeConfig probe,
        PassiveConfig passive,
        HealthConfig health,
        SteeringConfig steering,
        RetentionConfig retention,
        CronConfig cron,
        RgwConfig rgw,
        HttpConfig http) {
    private static final Duration LEAST_HEALTH_LIFE = Duration.ofSeconds(30);
    private static final int MISSED_CHECKS = 6;

    /**
     * Reads everything; what is wrong goes to {@code problems} and is replaced by its default, so that all of it is
     * found. Of a file that was asked for and cannot be read that alone is told, not all that stands in it.
     */
    public static Configuration read(Sources sources, Problems problems) {
        Settings settings = new Settings(sources.read(problems), sources.lackFile() ? new Problems() : problems);
        SteeringConfig steering = SteeringConfig.from(settings);
        Configuration read = new Configuration(
                ApplicationConfig.from(settings),
                DnsConfig.from(settings),
                DbConfig.from(settings),
                MemcachedConfig.from(settings),
                ProbeConfig.from(settings),
                PassiveConfig.from(settings),
                HealthConfig.from(settings),
                steering,
                RetentionConfig.from(settings, steering.window()),
                CronConfig.from(settings),
                RgwConfig.from(settings),
                HttpConfig.from(settings));
        License.check(settings, read.dns().zones());
        settings.warnOfUnknownKeys();
        return read;
    }

    /** Returns the same for a process that ends by itself and that nobody watches meanwhile. */
    public Configuration withoutHttp() {
        HttpConfig off = new HttpConfig(Optional.empty(), true);
        return new Configuration(
                application, dns, db, memcached, probe, passive, health, steering, retention, cron, rgw, off);
    }

    /** Returns how long an observation of health counts: some checks may be missed, then its peer is not heard. */
    public Duration healthLife() {
        Duration missed = health.interval().multipliedBy(MISSED_CHECKS);
        return missed.compareTo(LEAST_HEALTH_LIFE) > 0 ? missed : LEAST_HEALTH_LIFE;
    }
}
