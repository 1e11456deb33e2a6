package org.isochrone.pdns.dns.zone;

import java.nio.file.Path;
import java.util.List;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;

/** A zone as a file gives it. */
public final class ZoneReader {
    private ZoneReader() {}

    /**
     * What a file says.
     *
     * @param zone the zone
     * @param places where each of its records stands, file and line, in the order of the records
     */
    public record Read(DnsZone zone, List<String> places) {
        /** Copies the list. */
        public Read {
            places = List.copyOf(places);
        }
    }

    /**
     * Reads a zone file.
     *
     * @param apex the zone's name, canonical; what is relative in the file is relative to it
     * @param problems is told all that is wrong, with file and line; the result is of use only if there is nothing
     */
    public static Read read(Path file, String apex, Problems problems) {
        return checked(ZoneFile.read(file, apex, problems), file.toString(), apex, problems);
    }

    /** Does the same with a text, one character per byte, that people know as {@code file}. */
    public static Read parse(String text, String file, String apex, Problems problems) {
        return checked(ZoneFile.read(text, file, apex, problems), file, apex, problems);
    }

    private static Read checked(List<ZoneEntry> read, String file, String apex, Problems problems) {
        List<ZoneEntry> entries = ZoneRules.check(read, file, apex, problems);
        List<DnsRecord> records = entries.stream()
                .map(entry -> new DnsRecord(
                        entry.owner(), entry.ttlSeconds(), entry.type().name(), entry.text()))
                .toList();
        return new Read(
                new DnsZone(apex, records),
                entries.stream().map(ZoneEntry::where).toList());
    }
}
