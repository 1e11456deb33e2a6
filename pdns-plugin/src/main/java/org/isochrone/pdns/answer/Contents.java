package org.isochrone.pdns.answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.steering.content.DnsRecord;
import org.isochrone.steering.content.DnsZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The content of all DNS zones that are served. Immutable, safe for any thread. */
public final class Contents {
    private static final Logger LOG = LoggerFactory.getLogger(Contents.class);

    private final Map<String, Content> byApex = new HashMap<>();

    /**
     * Makes zones ready to be served; takes a while for large ones, so it is not to be done in the path of an answer. A
     * zone with a record that cannot be understood is served without written records, and the log says which.
     *
     * @param written what people wrote of them; what is not of a served zone is passed over
     */
    public Contents(List<DnsZone> written, DnsConfig config) {
        List<ServedZone> zones = ServedZone.all(config);
        for (ServedZone zone : zones) {
            List<DnsRecord> records = written.stream()
                    .filter(each -> each.apex().equals(zone.apex()))
                    .findFirst()
                    .map(DnsZone::records)
                    .orElse(List.of());
            byApex.put(zone.apex(), content(zone, zones, records, config));
        }
    }

    private static Content content(ServedZone zone, List<ServedZone> zones, List<DnsRecord> records, DnsConfig config) {
        Set<String> children = zones.stream()
                .map(ServedZone::apex)
                .filter(apex -> !apex.equals(zone.apex())
                        && ServedZone.of(zones, DnsNames.parent(apex))
                                .filter(zone::equals)
                                .isPresent())
                .collect(Collectors.toSet());
        List<RecordData> servers = config.nameServers().stream()
                .<RecordData>map(server -> new RecordData.Server(server.host()))
                .toList();
        try {
            return new Content(zone.apex(), records, children, servers);
        } catch (IllegalArgumentException e) {
            LOG.error("DNS zone {} is served without written records: {}", zone.apex(), e.getMessage());
            return new Content(zone.apex(), List.of(), children, servers);
        }
    }

    /** Returns the content of a zone that is served. */
    Content of(ServedZone zone) {
        return Objects.requireNonNull(byApex.get(zone.apex()), zone.apex());
    }
}
