package org.isochrone.pdns.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.junit.jupiter.api.Test;

class LookupScanTest {
    private static final String CALL = "{\"method\": \"lookup\", \"parameters\": {\"local\": \"127.0.0.1\", \"qname\":"
            + " \"www.geo.example.\", \"qtype\": \"ANY\", \"real-remote\": \"203.0.113.0/24\", \"remote\":"
            + " \"127.0.0.1\", \"zone-id\": -1}}";

    @Test
    void whatPowerDnsWritesIsReadAtOnce() {
        assertEquals(
                Optional.of(new LookupCall("www.geo.example.", "ANY", "127.0.0.1", "203.0.113.0/24", -1)),
                scanned(CALL));
        String escaped = CALL.replace("www.", "a\\\\.b\\\\032\\\"c.");
        assertEquals(
                "a\\.b\\032\"c.geo.example.", scanned(escaped).orElseThrow().qname());
        assertEquals(Optional.empty(), scanned(CALL.replace("www", "w\\u0077w")));
        assertEquals(Optional.empty(), scanned(CALL.replace("ANY", "A\\\\")));
        assertEquals(Optional.empty(), scanned(CALL.replace("lookup", "list")));
        assertEquals(Optional.empty(), scanned(CALL.replace("-1", "01")));
        assertEquals(Optional.empty(), scanned(CALL + "x"));
        assertEquals(Optional.empty(), scanned(CALL.replace(": ", ":")), "the same in other words");
    }

    /** Whatever is read at once means what the JSON parser reads. */
    @Test
    void theShortWayLeadsWhereTheLongOneDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "{}[]\",:\\ 0123456789-+.eE\u00e9\tabzone-idqname";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(CALL.replace("www.", random.nextBoolean() ? "w\\\\\\\"w." : "www."));
            for (int change = random.nextInt(3); change > 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> text.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> text.deleteCharAt(at);
                }
            }
            Optional<LookupCall> scanned = scanned(text.toString());
            if (scanned.isPresent()) {
                read++;
                Json.Obj call = (Json.Obj) JsonReader.parse(text.toString());
                Json.Obj parameters = (Json.Obj) call.find("parameters").orElseThrow();
                String asked = "seed " + seed + ": " + text;
                assertEquals(new Json.Str("lookup"), call.find("method").orElseThrow(), asked);
                assertEquals(scanned.get().qname(), string(parameters, "qname", "?"), asked);
                assertEquals(scanned.get().qtype(), string(parameters, "qtype", "?"), asked);
                assertEquals(scanned.get().remote(), string(parameters, "remote", LookupCall.NOBODY), asked);
                assertEquals(scanned.get().realRemote(), string(parameters, "real-remote", ""), asked);
                assertEquals(
                        scanned.get().zoneId(),
                        parameters
                                .find("zone-id")
                                .map(each -> ((Json.Num) each).value().intValue())
                                .orElse(-1),
                        asked);
            }
        }
        assertTrue(read > 10_000, "the short way is taken: " + read);
    }

    private static Optional<LookupCall> scanned(String line) {
        LookupScan scan = new LookupScan();
        return scan.read(Span.of(line)) ? Optional.of(scan.call()) : Optional.empty();
    }

    private static String string(Json.Obj of, String key, String fallback) {
        return of.find(key).map(each -> ((Json.Str) each).value()).orElse(fallback);
    }
}
