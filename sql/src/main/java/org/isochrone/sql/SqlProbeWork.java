package org.isochrone.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.isochrone.steering.discovery.TargetLife;
import org.isochrone.steering.plan.Claim;
import org.isochrone.steering.plan.ClaimRequest;
import org.isochrone.steering.plan.Outcome;
import org.isochrone.steering.plan.PlannedPair;
import org.isochrone.steering.port.ProbeWork;

/**
 * The work of peers in the tables {@code probe_pair}, {@code probe_plan}, {@code probed_address}, {@code probed_leaf}
 * and {@code target_zone}. Peers that claim at the same moment pass over each other's rows ({@code SKIP LOCKED}), so
 * that nobody does anything twice or waits for a lock; a lease is the moment when a claimed pair is due again. Safe for
 * any thread.
 */
public final class SqlProbeWork implements ProbeWork {
    /**
     * Another peer may be faster with an address, and claims as much as we do; after so many times, some two seconds,
     * the next round has it.
     */
    private static final int TRIES = 8;

    private final Database database;

    /** Keeps work in {@code database}. */
    public SqlProbeWork(Database database) {
        this.database = database;
    }

    @Override
    public Instant now() {
        return database.read(
                        "read the clock",
                        connection -> Rows.select(
                                connection,
                                "SELECT UTC_TIMESTAMP(6) AS now",
                                row -> {},
                                row -> SqlTime.read(row, "now")))
                .getFirst();
    }

    @Override
    public boolean takePlanning(String zone, Instant now, Duration every) {
        return database.write("take up planning", connection -> {
            long key = database.keys().zones().of(connection, zone, now);
            // A clock that was set back must not stop all planning.
            int taken = Rows.update(
                    connection,
                    "UPDATE probe_plan SET planned_at = ? WHERE zone_key = ? AND (planned_at <= ? OR planned_at > ?)",
                    row -> row.time(now).number(key).time(now.minus(every)).time(now.plus(every)));
            return taken > 0
                    || Rows.update(
                                    connection,
                                    "INSERT IGNORE INTO probe_plan (zone_key, planned_at) VALUES (?, ?)",
                                    row -> row.number(key).time(now))
                            > 0;
        });
    }

    @Override
    public void plan(String zone, Collection<PlannedPair> pairs, Instant now) {
        new PlanWriter(database, zone, now).write(pairs);
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        for (int contended = 0; contended < TRIES; ) {
            ClaimRun.Result result = database.write(
                    "claim work for zone " + request.zone(),
                    connection -> new ClaimRun(connection, database.keys(), request).take());
            if (!result.claims().isEmpty() || !(result.contended() || result.full())) {
                return result.claims();
            }
            if (result.contended() && ++contended < TRIES) {
                database.pause(contended);
            }
        }
        return List.of();
    }

    @Override
    public List<Claim> preview(ClaimRequest request) {
        return database.read(
                "look at the work for zone " + request.zone(),
                connection -> new ClaimRun(connection, database.keys(), request).preview());
    }

    @Override
    public void finish(String peer, Collection<Outcome> outcomes, TargetLife life) {
        if (!outcomes.isEmpty()) {
            database.write(
                    "finish work of peer '" + peer + "'",
                    connection -> new FinishRun(connection, database.keys(), life).run(peer, outcomes));
        }
    }
}
