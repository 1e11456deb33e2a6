package org.isochrone.pdns.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.content.DnsZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The content of all DNS zones that have any. Immutable, safe for any thread. */
public final class Contents {
    /** No zone has content. */
    public static final Contents NONE = new Contents(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    private final Map<String, Content> byApex = new HashMap<>();

    /**
     * Makes zones ready to be served; takes a while for large ones, so it is not to be done in the path of an answer. A
     * zone with a record that cannot be understood is left out, and the log says which.
     */
    public Contents(List<DnsZone> zones) {
        for (DnsZone zone : zones) {
            try {
                byApex.put(zone.apex(), new Content(zone));
            } catch (IllegalArgumentException e) {
                LOG.error("DNS zone {} is not served: {}", zone.apex(), e.getMessage());
            }
        }
    }

    /** Returns the content of a zone; nothing if it has none of its own. */
    Optional<Content> of(String apex) {
        return Optional.ofNullable(byApex.get(apex));
    }
}
