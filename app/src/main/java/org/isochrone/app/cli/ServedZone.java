package org.isochrone.app.cli;

import org.isochrone.app.config.Configuration;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.steering.config.InvalidInputException;

/** A DNS zone that somebody names, and that must be one of those that are served. */
final class ServedZone {
    private ServedZone() {}

    /**
     * Returns the zone's name in canonical form.
     *
     * @param where the option that names it
     * @throws InvalidInputException if it is none of {@code [DNS] Zone}
     */
    static String named(Configuration configuration, String where, String name) {
        return DnsNames.canonical(name)
                .filter(configuration.dns().zones()::contains)
                .orElseThrow(() -> new InvalidInputException(
                        where,
                        "must be one of [DNS] Zone ("
                                + String.join(", ", configuration.dns().zones()) + "): '" + name + "'"));
    }
}
