package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.TtlConfig;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.steering.decision.Buckets;
import org.isochrone.steering.decision.Names;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.topology.Period;
import org.jspecify.annotations.Nullable;

/** The records that every served zone has, whoever asks: SOA, NS, and the TXT that tells the map in effect. */
final class ApexRecords {
    /** An hour: name servers change by hand. */
    static final int SERVER_TTL = 3600;

    /** Nobody transfers steered answers, so these three only have to be sane: RFC 1912 section 2.2. */
    private static final int REFRESH = 3600;

    private static final int RETRY = 600;
    private static final int EXPIRE = 1_209_600;

    private static final long SERIAL_MASK = 0xFFFF_FFFFL;

    private final DnsConfig config;
    private final AtomicReferenceArray<@Nullable Made> soas;

    /**
     * An SOA record, to be told until one of the things changes that it was made of. Every empty answer to a resolver
     * has it beside itself.
     */
    private record Made(Names names, Buckets buckets, Content content, long serial, Optional<ResourceRecord> soa) {
        boolean isOf(Snapshot snapshot, Content written) {
            return names == snapshot.names()
                    && buckets == snapshot.buckets()
                    && content == written
                    && serial == mapSerial(snapshot);
        }
    }

    ApexRecords(DnsConfig config) {
        this.config = config;
        this.soas = new AtomicReferenceArray<>(config.zones().size());
    }

    /**
     * Returns the SOA record. Its serial is the map's, and 1 before there is a map, so that it only ever grows. Where
     * people wrote an SOA record, it is theirs with the map's serial added to its own, so that it grows with each of
     * them. Its minimum says how long an NXDOMAIN may be kept (RFC 2308), and where a bucket may come into being at any
     * moment that is not long, whoever wrote it. It is always there.
     */
    Optional<ResourceRecord> soa(ServedZone zone, Snapshot snapshot, Content content) {
        Made made = soas.get(zone.id() - 1);
        if (made == null || !made.isOf(snapshot, content)) {
            ResourceRecord soa = make(zone, snapshot, content);
            made = new Made(snapshot.names(), snapshot.buckets(), content, mapSerial(snapshot), Optional.of(soa));
            soas.set(zone.id() - 1, made);
        }
        return made.soa();
    }

    private ResourceRecord make(ServedZone zone, Snapshot snapshot, Content content) {
        int longest = Names.learnsBelow(snapshot, zone.apex()) ? TtlConfig.ABSENCE_SECONDS : Integer.MAX_VALUE;
        for (ResourceRecord written : content.of(zone.apex())) {
            if (written.data() instanceof RecordData.Soa soa) {
                return new ResourceRecord(zone.apex(), written.ttlSeconds(), 0, soa.with(mapSerial(snapshot), longest));
            }
        }
        int ttlSeconds = config.ttl().seconds();
        RecordData.Soa soa = new RecordData.Soa(
                config.nameServers().getFirst().host(),
                config.mailbox(),
                serial(snapshot),
                REFRESH,
                RETRY,
                EXPIRE,
                Math.min(ttlSeconds, longest));
        return new ResourceRecord(zone.apex(), ttlSeconds, 0, soa);
    }

    /** Returns the NS records: those that people wrote, else those of the configuration. */
    List<ResourceRecord> servers(ServedZone zone, Content content) {
        List<ResourceRecord> written = content.of(zone.apex()).stream()
                .filter(record -> record.type() == RecordType.NS)
                .toList();
        if (!written.isEmpty()) {
            return written;
        }
        List<ResourceRecord> records = new ArrayList<>();
        config.nameServers()
                .forEach(server -> records.add(
                        new ResourceRecord(zone.apex(), SERVER_TTL, 0, new RecordData.Server(server.host()))));
        return records;
    }

    /** Returns the TXT record that tells when the map in effect was built, its serial, and the period. */
    ResourceRecord marker(ServedZone zone, Snapshot snapshot) {
        Period period = snapshot.topology().period();
        long builtAt =
                snapshot.map().map(map -> map.createdAt().getEpochSecond()).orElse(0L);
        List<String> strings = List.of(
                Long.toString(builtAt),
                "serial=" + mapSerial(snapshot),
                "period=" + plain(period.id()),
                "epoch=" + period.epoch(),
                "realm_epoch=" + period.realmEpoch());
        return new ResourceRecord(zone.marker(), config.ttl().seconds(), 0, new RecordData.Text(strings));
    }

    private static long serial(Snapshot snapshot) {
        return Math.max(1, mapSerial(snapshot) & SERIAL_MASK);
    }

    private static long mapSerial(Snapshot snapshot) {
        return snapshot.map().isPresent() ? snapshot.map().get().version().serial() : 0;
    }

    /** Period ids are uuids; whatever else somebody put there must not break a TXT record. */
    private static String plain(String text) {
        String safe = text.replaceAll("[^!#-\\[\\]-~]", "?");
        return safe.length() > 200 ? safe.substring(0, 200) : safe;
    }
}
