package org.isochrone.pdns.record;

/**
 * One record of an answer, in no transport's form. Immutable.
 *
 * @param owner canonical name, see {@link DnsNames}
 * @param ttlSeconds how long it may be cached, seconds
 * @param scope for how many leading bits of the client's address it holds: 0 for everybody, else 1 to 128
 * @param data the content
 */
public record ResourceRecord(String owner, int ttlSeconds, int scope, RecordData data) {
    /** Rejects a scope that a DNS server would keep in eight bits as something else. */
    public ResourceRecord {
        if (scope < 0 || scope > 128) {
            throw new IllegalArgumentException("scope must be in [0..128]: " + scope);
        }
    }

    /** Returns the type of the content. */
    public RecordType type() {
        return data.type();
    }
}
