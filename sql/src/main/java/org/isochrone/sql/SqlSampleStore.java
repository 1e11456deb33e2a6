package org.isochrone.sql;

import java.util.Collection;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.SampleStore;

/** Some of the decisions, in {@code decision_sample}. Safe for any thread. */
public final class SqlSampleStore implements SampleStore {
    private final Database database;

    /** Keeps samples in {@code database}. */
    public SqlSampleStore(Database database) {
        this.database = database;
    }

    @Override
    public void add(Collection<DecisionSample> samples) {
        // What is sent again is passed over by IGNORE: any other way asks for more than the right to insert.
        database.write(
                "add samples of decisions",
                connection -> Rows.insert(
                        connection,
                        "INSERT IGNORE INTO decision_sample (at, answerer, number, name, network, length, zonegroup_id,"
                                + " zone_id, scope, step, transport, weight)",
                        12,
                        "",
                        samples,
                        (row, sample) -> row.time(sample.at())
                                .number(Integer.toUnsignedLong(sample.answerer()))
                                .number(sample.number())
                                .text(sample.name())
                                .prefix(sample.client())
                                .text(sample.zonegroup())
                                .text(sample.zone())
                                .number(sample.scope())
                                .text(sample.step())
                                .text(sample.transport())
                                .number(sample.weight())));
    }
}
