package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;

/**
 * Topologies as RGW's JSON. Read are
 *
 * <ul>
 *   <li>a period: the output of {@code period get}, {@code commit}, {@code update} or {@code pull}
 *   <li>a realm with its period: <code>{"realm": …, "period": …}</code>, which is also what is written
 *   <li>a zonegroup map: the output of {@code zonegroup-map get}, see {@link ZonegroupMapJson}
 * </ul>
 *
 * in the dialects from Jewel to today: truth values as {@code true} or {@code "true"}, and fields that we do not know,
 * which are kept. Our own fields stand under one extra key, {@code steering}, which RGW's decoder skips: see
 * {@link ZoneJson} and {@link BindingsJson}. Safe for any thread.
 */
public final class TopologyJson {
    static final String STEERING = "steering";

    private TopologyJson() {}

    /**
     * Reads a topology, checked by {@link TopologyRules}.
     *
     * @throws InvalidInputException naming every problem, each with its path
     */
    public static Topology decode(String text) {
        Problems problems = new Problems();
        JsonCursor root = JsonCursor.root(JsonReader.parse(text), problems);
        root.object();
        problems.throwIfAny();
        Optional<JsonCursor> wrapped =
                root.find("period").filter(_ -> root.find("realm").isPresent());
        JsonCursor document = wrapped.orElse(root);
        boolean map = document.find("period_map").isEmpty()
                && document.find("zonegroups").isPresent();
        if (!map && wrapped.isEmpty() && document.find("period_map").isEmpty()) {
            throw new InvalidInputException(
                    root.path(),
                    "must be a period (with period_map), a realm with its period (with realm and period) or a zonegroup"
                            + " map (with zonegroups)");
        }
        Period period = map ? ZonegroupMapJson.decode(document) : PeriodJson.decode(document);
        Realm realm = root.find("realm")
                .filter(_ -> wrapped.isPresent())
                .map(TopologyJson::realm)
                .orElseGet(() -> new Realm(period.realmId(), period.realmName(), period.id(), period.realmEpoch()));
        Optional<JsonCursor> ours = document.find(STEERING);
        ours.ifPresent(steering -> refuseOthers(steering, Set.of("names", "namespaces")));
        List<SteeredName> names = ours.map(steering -> BindingsJson.names(steering, period.zonegroups()))
                .orElse(List.of());
        List<Namespace> namespaces = ours.map(BindingsJson::namespaces).orElse(List.of());
        TopologyRules.check(realm, period, names, namespaces, problems);
        problems.throwIfAny();
        return new Topology(realm, period, names, namespaces);
    }

    /** Writes a topology as {@link #decode} reads it back equal, in the order and with the indentation of RGW. */
    public static String encode(Topology topology) {
        Realm realm = topology.realm();
        Map<String, Json> realmMembers = new LinkedHashMap<>();
        realmMembers.put("id", new Json.Str(realm.id()));
        realmMembers.put("name", new Json.Str(realm.name()));
        realmMembers.put("current_period", new Json.Str(realm.currentPeriod()));
        realmMembers.put("epoch", Json.Num.of(realm.epoch()));
        Map<String, Json> document = new LinkedHashMap<>();
        document.put("realm", new Json.Obj(realmMembers));
        document.put("period", period(topology));
        return JsonWriter.writePretty(new Json.Obj(document)) + "\n";
    }

    private static Json.Obj period(Topology topology) {
        Map<String, Json> members =
                new LinkedHashMap<>(PeriodJson.encode(topology.period()).members());
        Map<String, Json> bindings = BindingsJson.encode(topology);
        if (!bindings.isEmpty()) {
            members.put(STEERING, new Json.Obj(bindings));
        }
        return new Json.Obj(members);
    }

    /** Notes every member that is not one of ours, which is most often a slip of the pen. */
    static void refuseOthers(JsonCursor at, Set<String> legal) {
        at.without(legal)
                .members()
                .keySet()
                .forEach(name -> at.find(name)
                        .ifPresent(member -> member.problem("unknown key; legal are " + new TreeSet<>(legal))));
    }

    private static Realm realm(JsonCursor at) {
        return new Realm(
                at.requiredText("id"),
                at.text("name", ""),
                at.requiredText("current_period"),
                at.require("epoch").map(PeriodJson::epoch).orElse(1));
    }
}
