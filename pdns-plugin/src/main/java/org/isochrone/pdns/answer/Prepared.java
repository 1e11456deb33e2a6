package org.isochrone.pdns.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.isochrone.pdns.TtlConfig;
import org.isochrone.pdns.record.RecordData;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.Decider;
import org.isochrone.steering.decision.Need;
import org.isochrone.steering.decision.Snapshot;
import org.isochrone.steering.map.LatencyMap;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.topology.Zone;

/**
 * What a snapshot answers, worked out as far as it does not depend on the client, when it is asked for first. Safe for
 * any thread.
 */
final class Prepared {
    private final Snapshot snapshot;
    private final TtlConfig ttl;
    private final Map<String, Group> names = new ConcurrentHashMap<>();
    private final Map<String, Group> buckets = new ConcurrentHashMap<>();

    /** The answers of a zonegroup by what is needed of its zones. */
    record Group(Answers name, Answers ipv4, Answers ipv6) {
        Answers of(Need need) {
            return switch (need) {
                case NAME -> name;
                case IPV4 -> ipv4;
                case IPV6 -> ipv6;
            };
        }
    }

    /**
     * The answers of a zonegroup.
     *
     * @param decider chooses among the zones
     * @param content what each of {@link Decider#zones} is answered with
     * @param several whether a name may have the content of several zones
     * @param goodUntilMillis how long answers may live, by the wall clock
     */
    record Answers(Decider decider, List<List<RecordData>> content, boolean several, long goodUntilMillis) {}

    Prepared(Snapshot snapshot, TtlConfig ttl) {
        this.snapshot = snapshot;
        this.ttl = ttl;
    }

    /** Tells whether this is what that snapshot answers. */
    @SuppressWarnings("ReferenceEquality") // one that is equal only costs the work once more, looking at it always
    boolean isOf(Snapshot other) {
        return snapshot == other;
    }

    Group of(Binding binding) {
        Map<String, Group> kind = binding.rule().ofBuckets() ? buckets : names;
        Group known = kind.get(binding.zonegroup());
        if (known == null) {
            known = new Group(answers(binding, Need.NAME), answers(binding, Need.IPV4), answers(binding, Need.IPV6));
            kind.put(binding.zonegroup(), known);
        }
        return known;
    }

    private Answers answers(Binding binding, Need need) {
        Decider decider = new Decider(snapshot, binding, need);
        return new Answers(
                decider,
                decider.zones().stream().map(zone -> content(zone, need)).toList(),
                need != Need.NAME,
                ttl.goodUntilMillis(decider.failingOver(), snapshot.map().map(LatencyMap::createdAt)));
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
