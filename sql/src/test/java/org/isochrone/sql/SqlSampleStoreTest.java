package org.isochrone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqlSampleStoreTest {
    private final Database database = TestDatabase.migrated();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void everySampleIsKeptOnce() {
        SqlSampleStore store = new SqlSampleStore(database);
        DecisionSample first = sample(1, "203.0.113.0/24");
        DecisionSample second = sample(2, "2001:db8::1/128");
        store.add(List.of(first, second));
        store.add(List.of(second, sample(3, "192.0.2.1/32")));
        store.add(List.of());
        assertEquals(
                List.of(
                        "1 4294967295 www.geo.example 24 fra map pipe 1000",
                        "2 4294967295 www.geo.example 128 fra map pipe 1000",
                        "3 4294967295 www.geo.example 32 fra map pipe 1000"),
                database.read(
                        "read samples",
                        connection -> Rows.select(
                                connection,
                                "SELECT number, answerer, name, length, zone_id, step, transport, weight"
                                        + " FROM decision_sample ORDER BY number",
                                parameters -> {},
                                row -> row.getLong(1) + " " + row.getLong(2) + " " + row.getString(3) + " "
                                        + row.getInt(4) + " " + row.getString(5) + " " + row.getString(6) + " "
                                        + row.getString(7) + " " + row.getInt(8))));
    }

    private static DecisionSample sample(long number, String client) {
        return new DecisionSample(
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                -1,
                number,
                "www.geo.example",
                Prefix.parse(client),
                "main",
                "fra",
                24,
                "map",
                "pipe",
                1000);
    }
}
