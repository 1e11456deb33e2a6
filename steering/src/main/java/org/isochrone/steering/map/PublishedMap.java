package org.isochrone.steering.map;

/**
 * A map as it is stored: its head and its encoding.
 *
 * @param head what it is
 * @param encoded its bytes, of {@code head.size()}; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that travel once; nobody compares or hashes them
public record PublishedMap(MapHead head, byte[] encoded) {}
