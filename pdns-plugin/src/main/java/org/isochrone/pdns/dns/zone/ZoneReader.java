package org.isochrone.pdns.dns.zone;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
     * @param addressed name servers whose addresses stand elsewhere, canonical
     * @param problems is told all that is wrong, with file and line; the result is of use only if there is nothing
     */
    public static Read read(Path file, String apex, Set<String> addressed, Problems problems) {
        return checked(ZoneFile.read(file, apex, problems), file.toString(), apex, addressed, problems);
    }

    /** Does the same with a text, one character per byte, that people know as {@code file}. */
    public static Read parse(String text, String file, String apex, Set<String> addressed, Problems problems) {
        return checked(ZoneFile.read(text, file, apex, problems), file, apex, addressed, problems);
    }

    private static Read checked(
            List<ZoneEntry> read, String file, String apex, Set<String> addressed, Problems problems) {
        List<ZoneEntry> entries = ZoneRules.check(read, file, apex, addressed, problems);
        List<DnsRecord> records = entries.stream()
                .map(entry -> new DnsRecord(
                        entry.owner(), entry.ttlSeconds(), entry.type().name(), entry.text()))
                .toList();
        return new Read(
                new DnsZone(apex, records),
                entries.stream().map(ZoneEntry::where).toList());
    }
}
