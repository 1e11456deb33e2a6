package org.isochrone.cron;

import java.time.Duration;
import org.isochrone.probe.Peer;
import org.isochrone.probe.ProbeConfig;
import org.isochrone.probe.health.HealthConfig;
import org.isochrone.probe.health.HealthMonitor;
import org.isochrone.probe.passive.PassiveConfig;
import org.isochrone.probe.passive.socket.SocketWatch;
import org.isochrone.probe.plan.RoundProgress;

/** When a peer does what. */
public final class PeerJobs {
    /** Time between two looks into the spool. */
    public static final Duration UPLOAD = Duration.ofSeconds(1);

    /** Time between two reports of what health checks found. */
    public static final Duration REPORT = Duration.ofSeconds(1);

    private static final int LOOKS_PER_INTERVAL = 15;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    private PeerJobs() {}

    /** Adds the rounds and the uploads of a peer. */
    public static void probing(Timetable timetable, String name, Peer peer, ProbeConfig config) {
        timetable.every(Duty.PROBE_ROUND, name, look(config.interval()), () -> peer.round(RoundProgress.NONE));
        timetable.every(Duty.SPOOL_UPLOAD, name, UPLOAD, peer::upload);
    }

    /** Adds the looks at the TCP connections of a peer's host. */
    public static void sockets(Timetable timetable, String name, SocketWatch watch, PassiveConfig config) {
        timetable.every(Duty.SOCKET_SAMPLE, name, config.interval(), watch::look);
    }

    /** Adds the health checks of a peer, and apart from them the reports, which may have to wait for the store. */
    public static void health(Timetable timetable, String name, HealthMonitor monitor, HealthConfig config) {
        timetable.every(Duty.HEALTH_CHECK, name, config.interval(), monitor::run);
        timetable.every(Duty.HEALTH_CHECK, "report of " + name, REPORT, monitor::report);
    }

    /**
     * Returns how often to look for what is due, where each target is due once per {@code interval}: more often than
     * that, so that a new target does not wait for long, but not so often that planning costs more than probing.
     */
    static Duration look(Duration interval) {
        Duration look = interval.dividedBy(LOOKS_PER_INTERVAL);
        return look.compareTo(LEAST) < 0 ? LEAST : look.compareTo(MOST) > 0 ? MOST : look;
    }
}
