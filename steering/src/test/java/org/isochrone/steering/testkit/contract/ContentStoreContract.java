package org.isochrone.steering.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.port.ContentStore;
import org.junit.jupiter.api.Test;

/** What every {@link ContentStore} does. */
public abstract class ContentStoreContract {
    private static final DnsZone FIRST = new DnsZone(
            "a.example",
            List.of(
                    new DnsRecord("a.example", 3600, "NS", "ns1.a.example."),
                    new DnsRecord("www.a.example", 0, "TXT", "\"it's \\233 \\\\ 100%\" \"\""),
                    new DnsRecord("x\\032y.a.example", DnsRecord.MAX_TTL, "A", "192.0.2.1")));

    private static final DnsZone SECOND = new DnsZone("b.example", List.of());

    /** Returns an empty store. */
    protected abstract ContentStore store();

    @Test
    void zonesAreReplacedWhole() {
        ContentStore store = store();
        assertEquals(List.of(), store.zones());
        store.replace(SECOND);
        store.replace(FIRST);
        assertEquals(List.of(FIRST, SECOND), store.zones());
        DnsZone shorter = new DnsZone("a.example", FIRST.records().reversed().subList(0, 1));
        store.replace(shorter);
        assertEquals(List.of(shorter, SECOND), store.zones());
        assertTrue(store.remove("a.example"));
        assertFalse(store.remove("a.example"));
        assertEquals(List.of(SECOND), store.zones());
    }

    @Test
    void theRevisionTellsOfEveryChange() {
        ContentStore store = store();
        long empty = store.revision();
        store.replace(FIRST);
        long first = store.revision();
        assertNotEquals(empty, first);
        store.replace(FIRST);
        assertFalse(store.remove("b.example"));
        assertEquals(first, store.revision());
        store.replace(new DnsZone("a.example", FIRST.records().reversed()));
        long reordered = store.revision();
        assertNotEquals(first, reordered);
        store.remove("a.example");
        assertNotEquals(reordered, store.revision());
    }

    @Test
    void manyRecordsKeepTheirOrder() {
        ContentStore store = store();
        List<DnsRecord> records = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            records.add(new DnsRecord("h" + (i * 7919 % 2500) + ".a.example", 60, "A", "192.0.2." + i % 256));
        }
        DnsZone many = new DnsZone("a.example", records);
        store.replace(many);
        assertEquals(List.of(many), store.zones());
    }
}
