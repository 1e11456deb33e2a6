package org.isochrone.pdns.dns.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.testkit.FuzzInputs;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Any file is refused with what is wrong and where, or read as a zone each of whose records can be served, stands on
 * one line, and is the same when it is written down and read again.
 */
class ZoneFuzzTest {
    private static final String FILE = "z.zone";
    private static final String APEX = "geo.example";
    private static final Pattern PROBLEM = Pattern.compile("z\\.zone(:\\d+)?: .+", Pattern.DOTALL);
    /** A million records take their time. */
    private static final Pattern LARGE = Pattern.compile("(?i)\\$GENERATE[^\n]*\\d{4}");

    private static final Pattern TEXT = Pattern.compile("[ -~]*");

    @TestFactory
    Stream<DynamicTest> whatIsKept() {
        return FuzzInputs.of("zone", ZoneFuzzTest::fuzzerTestOneInput);
    }

    /** Tries one file. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (LARGE.matcher(text).find()) {
            return;
        }
        Problems problems = new Problems();
        ZoneReader.Read read = ZoneReader.parse(text, FILE, APEX, Set.of(), problems);
        Stream.of(problems.errors(), problems.warnings())
                .flatMap(List::stream)
                .forEach(each -> assertTrue(PROBLEM.matcher(each).matches(), each));
        assertEquals(read.zone().records().size(), read.places().size());
        if (problems.errors().isEmpty()) {
            read.zone().records().forEach(ZoneFuzzTest::served);
            again(read.zone());
        }
    }

    private static void served(DnsRecord record) {
        assertTrue(TEXT.matcher(record.owner()).matches(), record.toString());
        assertTrue(TEXT.matcher(record.data()).matches(), record.toString());
        assertTrue(
                !record.data().isEmpty() && record.data().equals(record.data().strip()), record.toString());
        RecordText.data(record);
    }

    private static void again(DnsZone zone) {
        String text = zone.records().stream()
                .map(record -> record.owner() + ". " + record.ttlSeconds() + " IN " + record.type() + " "
                        + record.data() + "\n")
                .collect(Collectors.joining());
        Problems problems = new Problems();
        DnsZone read = ZoneReader.parse(text, FILE, APEX, Set.of(), problems).zone();
        assertEquals(List.of(), problems.errors(), text);
        assertEquals(zone, read);
    }
}
