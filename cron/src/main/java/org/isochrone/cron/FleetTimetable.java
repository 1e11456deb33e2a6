package org.isochrone.cron;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.isochrone.steering.port.StoreException;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.utils.DBConnectionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks again and again, each in one process at a time of all that share a database, by Quartz with its tables
 * there. Whoever is there when its time comes runs it; if that process dies in the middle, another runs it again, once,
 * as soon as the dead one has been silent for {@link CronConfig#checkIn} and 7.5 s, which Quartz adds. Safe for any
 * thread; close it to end what runs here and leave the rest to the others.
 *
 * <p>The clocks of the processes must agree to the second, for Quartz compares what each writes by its own.
 */
public final class FleetTimetable implements Schedule, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FleetTimetable.class);

    /** The name under which the processes find each other in the tables. */
    private static final String FLEET = "isochrone";

    /** A time that is this much past when somebody comes to it is passed over. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final TaskList tasks = new TaskList();
    private final DataSource pool;
    private final CronConfig config;

    /**
     * Under which Quartz finds the pool among those of this JVM. It forgets none, so there is one however often we
     * join.
     */
    private final String connections;

    private Optional<Scheduler> scheduler = Optional.empty();
    private boolean closed;

    /**
     * A timetable that has not joined yet.
     *
     * @param pool of connections to the database, migrated before {@link #join} is called; not closed by this
     * @param random makes this process's name in the fleet unlike any other
     */
    public FleetTimetable(DataSource pool, CronConfig config, RandomGenerator random) {
        this.pool = pool;
        this.config = config;
        this.connections = "fleet-" + HexFormat.of().toHexDigits(random.nextLong());
    }

    @Override
    public void every(Duty duty, String who, Duration interval, Task task) {
        tasks.add(duty, who, interval, task);
    }

    /**
     * Takes part from now on; does nothing if it does already.
     *
     * @throws StoreException if the database cannot be reached or lacks the tables; it may be called again
     */
    public synchronized void join() {
        if (scheduler.isPresent() || closed) {
            return;
        }
        Scheduler made = make();
        try {
            for (TimedTask task : tasks.all()) {
                plan(made, task);
            }
            made.start();
            scheduler = Optional.of(made);
            LOG.info(
                    "takes part in the fleet's schedule as {}: {}",
                    made.getSchedulerInstanceId(),
                    tasks.counts().keySet());
        } catch (SchedulerException e) {
            end(made);
            throw new StoreException(
                    "cannot take part in the fleet's schedule: " + deepest(e).getMessage(), e);
        }
    }

    private Scheduler make() {
        try {
            DBConnectionManager.getInstance().addConnectionProvider(connections, new PoolConnections(pool));
            Scheduler made = new StdSchedulerFactory(properties()).getScheduler();
            // Or another schedule of this JVM would be given this one.
            SchedulerRepository.getInstance().remove(FLEET);
            made.setJobFactory(
                    (bundle, running) -> job(bundle.getJobDetail().getKey().getName()));
            return made;
        } catch (SchedulerException e) {
            throw new StoreException(
                    "cannot make the fleet's schedule: " + deepest(e).getMessage(), e);
        }
    }

    private Properties properties() {
        Properties properties = TaskList.properties(FLEET);
        properties.put("org.quartz.scheduler.instanceId", host() + "-" + connections);
        properties.put("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX");
        properties.put("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.StdJDBCDelegate");
        properties.put("org.quartz.jobStore.dataSource", connections);
        properties.put("org.quartz.jobStore.makeThreadsDaemons", "true");
        properties.put("org.quartz.jobStore.isClustered", "true");
        properties.put(
                "org.quartz.jobStore.clusterCheckinInterval",
                Long.toString(config.checkIn().toMillis()));
        // How soon to look again while the database is away.
        properties.put(
                "org.quartz.jobStore.dbRetryInterval",
                Long.toString(config.checkIn().toMillis()));
        properties.put("org.quartz.jobStore.misfireThreshold", Long.toString(LATE.toMillis()));
        return properties;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed-host";
        }
    }

    /** Plans a job unless the fleet has it planned with this interval; whoever joins last has the last word on that. */
    private static void plan(Scheduler made, TimedTask task) throws SchedulerException {
        JobDetail job = JobBuilder.newJob(TaskJob.class)
                .withIdentity(task.name())
                .storeDurably()
                .requestRecovery()
                .build();
        made.addJob(job, true);
        TriggerKey key = TriggerKey.triggerKey(task.name());
        Trigger planned = made.getTrigger(key);
        if (planned == null) {
            made.scheduleJob(task.trigger().forJob(job).build());
        } else if (planned instanceof SimpleTrigger simple
                && simple.getRepeatInterval() == task.interval().toMillis()) {
            made.resetTriggerFromErrorState(key);
        } else {
            LOG.info(
                    "{}: planned anew for the fleet, every {} ms",
                    task.name(),
                    task.interval().toMillis());
            made.rescheduleJob(key, task.trigger().forJob(job).build());
        }
    }

    /** What this process lacks, a newer one has added: its turn is passed on to the next time and whoever is there. */
    private Job job(String name) {
        return tasks.find(name).<Job>map(TaskJob::new).orElseGet(Unknown::new);
    }

    private static final class Unknown implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            LOG.warn(
                    "{}: is the fleet's and unknown to this program, which is older than the one that planned it",
                    context.getJobDetail().getKey().getName());
        }
    }

    /** Tells whether this process takes part. */
    public synchronized boolean joined() {
        return scheduler.isPresent();
    }

    /** Returns what became of each job's times in this process, by name. */
    public Map<String, JobCounts> counts() {
        return tasks.counts();
    }

    /** Interrupts what runs here, waits for its end, and takes part no more. */
    @Override
    public void close() {
        Optional<Scheduler> running;
        synchronized (this) {
            closed = true;
            running = scheduler;
        }
        running.ifPresent(FleetTimetable::end);
    }

    private static void end(Scheduler running) {
        try {
            running.shutdown(true);
        } catch (SchedulerException e) {
            LOG.warn("the fleet's schedule could not be left in good order: {}", e.getMessage());
        }
    }

    private static Throwable deepest(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return deepest;
    }
}
