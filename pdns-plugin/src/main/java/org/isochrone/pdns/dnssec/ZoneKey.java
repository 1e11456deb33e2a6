package org.isochrone.pdns.dnssec;

/**
 * A key that a zone is signed with. Immutable; its text form tells no secret.
 *
 * @param id its number for PowerDNS, unique within the zone, from 1
 * @param flags of the DNSKEY record: 257 for a key that the parent zone points to, 256 for another
 * @param algorithm of the DNSKEY record, such as 13 for ECDSA P-256 with SHA-256
 * @param privateKey the private part in the format of {@code dnssec-keygen}, lines ended by line feeds
 */
public record ZoneKey(int id, int flags, int algorithm, String privateKey) {
    @Override
    public String toString() {
        return "key " + id + ", flags " + flags + ", algorithm " + algorithm;
    }
}
