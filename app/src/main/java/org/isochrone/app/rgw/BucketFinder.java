package org.isochrone.app.rgw;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.isochrone.app.state.Outage;
import org.isochrone.cron.Duty;
import org.isochrone.cron.Timetable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link BucketDirectory} up to date from the gateways, and a copy of it on disk. Safe for any thread; close it
 * to end what is under way.
 */
public final class BucketFinder implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofMillis(200);
    private static final Duration KEEP = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(BucketFinder.class);

    /** Calls at a time: a gateway has a hundred threads for all its users. */
    private static final int AT_ONCE = 8;

    /** Buckets asked for in one run: with {@link #OFTEN}, at most 200 each second. */
    private static final int MOST = 40;

    private final BucketDirectory directory;
    private final Gateway gateway;
    private final BucketFile file;
    private final Outage disk;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("bucket-", 1).factory());
    private final Duration fresh;
    private Map<String, BucketEntry> written = Map.of();

    /** Begins with what is on disk at {@code path}, and keeps it there. */
    public BucketFinder(RgwConfig config, Path path, InstantSource clock) {
        fresh = config.fresh();
        directory = kept(config, path, clock);
        gateway = new Gateway(config, clock);
        file = new BucketFile(path);
        disk = new Outage("the disk", clock);
    }

    /** Returns what is known. */
    public BucketDirectory directory() {
        return directory;
    }

    /** Returns what was kept on disk; a damaged file is told of and passed over. */
    public static BucketDirectory kept(RgwConfig config, Path path, InstantSource clock) {
        BucketDirectory directory = new BucketDirectory(config, clock);
        try {
            directory.restore(new BucketFile(path).read());
        } catch (RuntimeException e) {
            LOG.error("the buckets that were kept on disk cannot be used: {}", e.getMessage());
        }
        return directory;
    }

    /** Returns what asks the gateways. */
    public Gateway gateway() {
        return gateway;
    }

    /** Adds all that keeps the directory up to date. */
    public void schedule(Timetable timetable) {
        timetable.every(Duty.REFRESH, "missed buckets", OFTEN, this::work);
        timetable.every(Duty.REFRESH, "names of buckets", fresh, this::list);
        timetable.every(Duty.REFRESH, "buckets on disk", KEEP, this::keep);
    }

    /** Asks for what answers missed. While no gateway replies it asks for one bucket, to see whether one is back. */
    public void work() {
        int most = directory.outage().since().isEmpty() ? MOST : 1;
        Semaphore free = new Semaphore(AT_ONCE);
        for (int i = 0; i < most && !threads.isShutdown(); i++) {
            Optional<String> bucket = directory.next();
            if (bucket.isEmpty()) {
                break;
            }
            free.acquireUninterruptibly();
            threads.execute(() -> {
                try {
                    directory.learn(bucket.get(), gateway);
                } finally {
                    free.release();
                }
            });
        }
        free.acquireUninterruptibly(AT_ONCE);
    }

    /** Takes the names of all buckets. */
    public void list() {
        directory.list(gateway);
    }

    /** Forgets what is too old, and keeps the rest on disk if it has changed. */
    synchronized void keep() {
        directory.sweep();
        Map<String, BucketEntry> found = directory.found();
        if (!found.equals(written) && disk.guard(() -> file.write(found), "buckets are kept in memory only")) {
            written = found;
        }
    }

    @Override
    public void close() {
        keep();
        threads.shutdownNow();
        gateway.close();
    }
}
