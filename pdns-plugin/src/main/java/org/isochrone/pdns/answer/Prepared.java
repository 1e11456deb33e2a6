package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Decider;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.Zone;

/**
 * What a snapshot answers, worked out as far as it does not depend on the client, when it is asked for first. Safe for
 * any thread.
 */
final class Prepared {
    private final Snapshot snapshot;
    private final Map<String, Map<Need, Answers>> names = new ConcurrentHashMap<>();
    private final Map<String, Map<Need, Answers>> buckets = new ConcurrentHashMap<>();

    /**
     * The answers of a zonegroup.
     *
     * @param decider chooses among the zones
     * @param content what each of {@link Decider#zones} is answered with
     * @param several whether a name may have the content of several zones
     * @param builtAtMillis when the map was built, if there is one
     */
    record Answers(Decider decider, List<List<RecordData>> content, boolean several, OptionalLong builtAtMillis) {}

    Prepared(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Tells whether this is what that snapshot answers. */
    @SuppressWarnings("ReferenceEquality") // one that is equal only costs the work once more, looking at it always
    boolean isOf(Snapshot other) {
        return snapshot == other;
    }

    Answers of(Binding binding, Need need) {
        Map<String, Map<Need, Answers>> kind = binding.bucket().isEmpty() ? names : buckets;
        Map<Need, Answers> known = kind.get(binding.zonegroup());
        if (known == null) {
            known = new EnumMap<>(Need.class);
            for (Need each : Need.values()) {
                known.put(each, answers(binding, each));
            }
            kind.put(binding.zonegroup(), known);
        }
        return Objects.requireNonNull(known.get(need));
    }

    private Answers answers(Binding binding, Need need) {
        Decider decider = new Decider(snapshot, binding, need);
        return new Answers(
                decider,
                decider.zones().stream().map(zone -> content(zone, need)).toList(),
                need != Need.NAME,
                snapshot.map().stream()
                        .mapToLong(map -> map.createdAt().toEpochMilli())
                        .findFirst());
    }

    private static List<RecordData> content(Zone zone, Need need) {
        return switch (need) {
            case NAME -> List.of(new RecordData.Alias(zone.steering().dnsName()));
            case IPV4 -> addresses(zone, IpFamily.IPV4);
            case IPV6 -> addresses(zone, IpFamily.IPV6);
        };
    }

    private static List<RecordData> addresses(Zone zone, IpFamily family) {
        List<RecordData> addresses = new ArrayList<>();
        zone.steering().addresses().stream()
                .filter(address -> address.family() == family)
                .forEach(address -> addresses.add(new RecordData.Address(address)));
        return addresses;
    }
}
