package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.isochrone.steering.decision.DecisionSample;
import org.isochrone.steering.port.SampleStore;
import org.isochrone.steering.prefix.Prefix;
import org.junit.jupiter.api.Test;

/** What every {@link SampleStore} does. */
public abstract class SampleStoreContract {
    private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** Returns an empty store. */
    protected abstract SampleStore store();

    /**
     * Returns all that the store of this test keeps: by time, then by answerer as an unsigned number, then by number.
     */
    protected abstract List<DecisionSample> kept();

    @Test
    void keepsEverySampleAsItIs() {
        SampleStore store = store();
        DecisionSample v4 = sample(T0, 7, 1, "203.0.113.0/24");
        DecisionSample v6 = sample(T0.plusSeconds(1), 7, 2, "2001:db8::1/128");
        DecisionSample bare = new DecisionSample(
                T0.plusSeconds(2), -1, Long.MAX_VALUE, "", Prefix.parse("0.0.0.0/0"), "", "", 0, "none", "http", 1);
        store.add(List.of(bare, v6, v4));
        assertEquals(List.of(v4, v6, bare), kept());
    }

    @Test
    void whatIsSentAgainIsKeptOnceAndStaysAsItWas() {
        SampleStore store = store();
        DecisionSample first = sample(T0, 1, 1, "203.0.113.0/24");
        DecisionSample second = sample(T0, 1, 2, "203.0.113.0/24");
        store.add(List.of(first));
        store.add(List.of(sample(T0, 1, 1, "192.0.2.0/24"), second));
        store.add(List.of());
        assertEquals(List.of(first, second), kept());
    }

    @Test
    void timeAnswererAndNumberTellSamplesApart() {
        SampleStore store = store();
        List<DecisionSample> apart = List.of(
                sample(T0, 1, 1, "192.0.2.0/24"),
                sample(T0, 1, 2, "192.0.2.0/24"),
                sample(T0, 2, 1, "192.0.2.0/24"),
                sample(T0, -1, 1, "192.0.2.0/24"),
                sample(T0.plusNanos(1000), 1, 1, "192.0.2.0/24"));
        store.add(apart);
        assertEquals(apart, kept());
    }

    /** Of 255 octets on the wire, nearly all of which are written as four characters. */
    @Test
    void aNameMayBeLongerThanIsKept() {
        SampleStore store = store();
        String label = "\\000".repeat(63) + ".";
        DecisionSample odd = new DecisionSample(
                T0,
                1,
                1,
                label.repeat(3) + "example",
                Prefix.parse("192.0.2.0/24"),
                "main",
                "fra",
                24,
                "map",
                "dns",
                1);
        store.add(List.of(odd, sample(T0, 1, 2, "192.0.2.0/24")));
        assertEquals(List.of(odd, sample(T0, 1, 2, "192.0.2.0/24")), kept());
        assertEquals(DecisionSample.MAX_NAME, odd.name().length());
        assertTrue(odd.name().endsWith("…"), odd::name);
    }

    private static DecisionSample sample(Instant at, int answerer, long number, String client) {
        return new DecisionSample(
                at, answerer, number, "www.geo.example", Prefix.parse(client), "main", "fra", 24, "map", "pipe", 1000);
    }
}
