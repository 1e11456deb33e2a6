package org.isochrone.pdns.record;

/**
 * One record of an answer, in no transport's form. Immutable.
 *
 * @param owner canonical name, see {@link DnsNames}
 * @param ttlSeconds how long it may be cached, seconds
 * @param scope for how many leading bits of the client's address it holds: 0 for everybody, else 1 to 128
 * @param authoritative false for the name servers of a delegated zone and for the addresses that lead to them
 * @param data the content
 */
public record ResourceRecord(String owner, int ttlSeconds, int scope, boolean authoritative, RecordData data) {
    /** Rejects a scope that a DNS server would keep in eight bits as something else. */
    public ResourceRecord {
        if (scope < 0 || scope > 128) {
            throw new IllegalArgumentException("scope must be in [0..128]: " + scope);
        }
    }

    /** A record that the zone itself vouches for. */
    public ResourceRecord(String owner, int ttlSeconds, int scope, RecordData data) {
        this(owner, ttlSeconds, scope, true, data);
    }

    /** Returns the same record of another name, as a wildcard's are. */
    public ResourceRecord under(String other) {
        return new ResourceRecord(other, ttlSeconds, scope, authoritative, data);
    }

    /** Returns the type of the content. */
    public RecordType type() {
        return data.type();
    }
}
