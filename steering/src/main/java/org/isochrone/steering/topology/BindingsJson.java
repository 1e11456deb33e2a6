package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;

/**
 * The names bound to a realm, under {@code steering} of the period:
 *
 * <pre>
 * "steering": {"names":      [{"name": "www.example.com", "zonegroup": "eu", "mode": "cname"}],
 *              "namespaces": [{"suffix": "o.example.com", "mode": "address", "unknown_bucket": "nearest"}]}
 * </pre>
 *
 * {@code zonegroup} is a name or an id; {@code unknown_bucket} may be missing and is then {@code nxdomain}.
 */
final class BindingsJson {
    private BindingsJson() {}

    static List<SteeredName> names(JsonCursor at, List<Zonegroup> zonegroups) {
        return at.items("names").stream()
                .map(item -> {
                    TopologyJson.refuseOthers(item, Set.of("name", "zonegroup", "mode"));
                    return new SteeredName(
                            name(item, "name", DnsNames::canonicalOrWildcard),
                            zonegroup(item, zonegroups),
                            choice(item, "mode", AnswerMode.class).orElse(AnswerMode.CNAME));
                })
                .toList();
    }

    static List<Namespace> namespaces(JsonCursor at) {
        return at.items("namespaces").stream()
                .map(item -> {
                    TopologyJson.refuseOthers(item, Set.of("suffix", "mode", "unknown_bucket"));
                    return new Namespace(
                            name(item, "suffix", DnsNames::canonical),
                            choice(item, "mode", AnswerMode.class).orElse(AnswerMode.CNAME),
                            item.find("unknown_bucket")
                                    .flatMap(_ -> choice(item, "unknown_bucket", Namespace.UnknownBucket.class))
                                    .orElse(Namespace.UnknownBucket.NXDOMAIN));
                })
                .toList();
    }

    /** Returns what stands under {@code steering}; nothing where no name is bound. */
    static Map<String, Json> encode(Topology topology) {
        Map<String, Json> ours = new LinkedHashMap<>();
        if (!topology.names().isEmpty()) {
            ours.put("names", array(topology.names(), name -> {
                Map<String, Json> item = new LinkedHashMap<>();
                item.put("name", new Json.Str(name.name()));
                item.put("zonegroup", new Json.Str(name.zonegroup()));
                item.put("mode", text(name.mode()));
                return item;
            }));
        }
        if (!topology.namespaces().isEmpty()) {
            ours.put("namespaces", array(topology.namespaces(), namespace -> {
                Map<String, Json> item = new LinkedHashMap<>();
                item.put("suffix", new Json.Str(namespace.suffix()));
                item.put("mode", text(namespace.mode()));
                item.put("unknown_bucket", text(namespace.unknownBucket()));
                return item;
            }));
        }
        return ours;
    }

    private static String name(JsonCursor item, String member, Function<String, String> form) {
        return item.require(member).flatMap(name -> name.parsed(form)).orElse("");
    }

    private static String zonegroup(JsonCursor item, List<Zonegroup> zonegroups) {
        Optional<JsonCursor> at = item.require("zonegroup");
        String text = at.map(JsonCursor::text).orElse("");
        Optional<String> id = zonegroups.stream()
                .filter(group -> group.id().equals(text) || group.name().equals(text))
                .map(Zonegroup::id)
                .findFirst();
        if (id.isEmpty() && !text.isEmpty()) {
            at.ifPresent(place -> place.problem("no zonegroup of the period has this name or id: '" + text
                    + "'; there are " + zonegroups.stream().map(Zonegroup::name).toList()));
        }
        return id.orElse("");
    }

    private static <E extends Enum<E>> Optional<E> choice(JsonCursor item, String member, Class<E> choices) {
        List<String> legal = List.of(choices.getEnumConstants()).stream()
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
        return item.require(member)
                .flatMap(at -> at.parsed(text -> {
                    if (!legal.contains(text)) {
                        throw new IllegalArgumentException("must be one of " + legal + ": '" + text + "'");
                    }
                    return Enum.valueOf(choices, text.toUpperCase(Locale.ROOT));
                }));
    }

    private static <T> Json array(List<T> items, Function<T, Map<String, Json>> encoder) {
        return new Json.Arr(items.stream()
                .<Json>map(item -> new Json.Obj(encoder.apply(item)))
                .toList());
    }

    private static Json text(Enum<?> choice) {
        return new Json.Str(choice.name().toLowerCase(Locale.ROOT));
    }
}
