package org.isochrone.steering.client;

import org.isochrone.steering.prefix.Prefix;

/**
 * How many questions came from a client prefix: its traffic weight.
 *
 * @param prefix a leaf client prefix
 * @param questions &gt; 0
 */
public record ClientCount(Prefix prefix, long questions) {}
