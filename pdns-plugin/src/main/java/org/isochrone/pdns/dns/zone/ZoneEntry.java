package org.isochrone.pdns.dns.zone;

import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;

/**
 * A record of a zone file, and where it stands. Immutable.
 *
 * @param where file and line, for people
 * @param owner canonical name
 * @param ttlSeconds 0 to 2147483647
 * @param data the content
 * @param text the content in presentation form
 */
record ZoneEntry(String where, String owner, int ttlSeconds, RecordData data, String text) {
    RecordType type() {
        return data.type();
    }
}
