package org.isochrone.steering.client;

import java.util.Optional;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/**
 * A prefix and what is known of its place. As a <em>client prefix</em> it is measured and mapped; as a <em>network</em>
 * it is a covering prefix (BGP or registry) that says for the clients inside it where they are. Immutable.
 *
 * @param prefix any length for a network, usually /24 or /48 for a client prefix
 * @param asn autonomous system number, 1 to 4294967295; 0 if unknown
 * @param country ISO 3166-1 alpha-2, upper case; empty if unknown
 * @param location where it is, if known
 */
public record ClientPrefix(Prefix prefix, long asn, String country, Optional<GeoPoint> location) {
    /** Rejects an AS number or country of the wrong form. */
    public ClientPrefix {
        if (asn < 0 || asn > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("AS number must be in [0..4294967295]: " + asn);
        }
        if (!country.isEmpty() && !isCode(country)) {
            throw new IllegalArgumentException("country must be two capital letters or empty: '" + country + "'");
        }
    }

    private static boolean isCode(String country) {
        return country.length() == 2 && country.chars().allMatch(letter -> letter >= 'A' && letter <= 'Z');
    }

    /** Returns a prefix of whose place nothing is known. */
    public static ClientPrefix bare(Prefix prefix) {
        return new ClientPrefix(prefix, 0, "", Optional.empty());
    }
}
