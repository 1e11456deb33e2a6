package org.isochrone.probe.http;

/**
 * An endpoint of our own that is asked by HTTP. Immutable.
 *
 * @param url where it is
 * @param insecure whether any certificate will do, as its zone's check says
 */
public record HttpEndpoint(HttpUrl url, boolean insecure) {}
