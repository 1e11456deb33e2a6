package org.isochrone.steering.map;

import java.time.Instant;

/**
 * What is known of a map without reading it. Immutable.
 *
 * @param version its name
 * @param createdAt when it was built, to the second
 * @param hash SHA-256 of its encoding, 64 lower-case hex digits
 * @param size length of its encoding, bytes
 */
public record MapHead(MapVersion version, Instant createdAt, String hash, int size) {}
