package org.isochrone.pdns.remote;

import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.answer.ZoneNames;
import org.isochrone.pdns.dnssec.ZoneKey;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;

/** Answers the calls that are about zones: which there are, what is in them, and how they are signed. */
final class ZoneCalls {
    private final RemoteContext context;

    ZoneCalls(RemoteContext context) {
        this.context = context;
    }

    void list(Parameters parameters, Bytes out) {
        Optional<ServedZone> zone = zone(parameters.name("zonename"));
        if (zone.isEmpty()) {
            out.add(RemoteSession.NO);
            return;
        }
        out.add("{\"result\":[");
        boolean first = true;
        for (ResourceRecord record : context.responder().transfer(zone.get())) {
            out.add(first ? "" : ",");
            first = false;
            RemoteJson.record(
                    record, RemoteJson.escaped(record.owner()), zone.get().id(), out);
        }
        out.add("]}\n");
    }

    void allZones(Bytes out) {
        out.add("{\"result\":[");
        boolean first = true;
        for (ServedZone zone : context.responder().zones()) {
            out.add(first ? "" : ",");
            first = false;
            RemoteJson.zone(zone, context.responder().soa(zone.id()).stream().toList(), out);
        }
        out.add("]}\n");
    }

    void zoneInfo(Parameters parameters, Bytes out) {
        Optional<ServedZone> zone = zone(parameters.name("name"));
        if (zone.isEmpty()) {
            out.add(RemoteSession.NO);
            return;
        }
        out.add("{\"result\":");
        RemoteJson.zone(
                zone.get(), context.responder().soa(zone.get().id()).stream().toList(), out);
        out.add("}\n");
    }

    void allMetadata(Parameters parameters, Bytes out) {
        out.add("{\"result\":{");
        boolean first = true;
        for (String kind :
                context.denial().metadata().keySet().stream().sorted().toList()) {
            for (String value : metadata(parameters.name("name"), kind)) {
                out.add(first ? "\"" : ",\"").add(kind).add("\":[\"").add(value).add("\"]");
                first = false;
            }
        }
        out.add("}}\n");
    }

    void metadata(Parameters parameters, Bytes out) {
        List<String> values = metadata(parameters.name("name"), parameters.text("kind"));
        out.add("{\"result\":[");
        values.forEach(value -> out.add('"').add(value).add('"'));
        out.add("]}\n");
    }

    /** How absence is proved is all that PowerDNS has to know of a signed zone. */
    private List<String> metadata(String zone, String kind) {
        boolean signed = !context.keys().get().of(zone).isEmpty();
        return signed && context.denial().metadata().containsKey(kind)
                ? List.of(context.denial().metadata().getOrDefault(kind, ""))
                : List.of();
    }

    void keys(Parameters parameters, Bytes out) {
        List<ZoneKey> keys = context.keys().get().of(parameters.name("name"));
        if (keys.isEmpty()) {
            out.add(RemoteSession.NO);
            return;
        }
        out.add("{\"result\":[");
        for (int i = 0; i < keys.size(); i++) {
            out.add(i == 0 ? "" : ",");
            RemoteJson.key(keys.get(i), out);
        }
        out.add("]}\n");
    }

    /** The names asked for and told are relative to the zone, the apex empty. */
    void neighbours(Parameters parameters, Bytes out) {
        int id = parameters.number("id").orElse(-1);
        Optional<ServedZone> zone = context.responder().zone(id);
        String relative = parameters.text("qname");
        Optional<ZoneNames.Neighbours> found = zone.flatMap(each -> {
            String dotted = relative.endsWith(".") ? relative : relative + ".";
            String name = dotted.equals(".") ? each.apex() : Parameters.canonical(dotted + each.apex(), "qname");
            return context.responder().neighbours(each, name);
        });
        if (found.isEmpty()) {
            out.add(RemoteSession.NO);
            return;
        }
        String apex = zone.orElseThrow().apex();
        out.add("{\"result\":{\"unhashed\":\"\",\"before\":");
        RemoteJson.string(DnsNames.relative(found.get().before(), apex), out);
        out.add(",\"after\":");
        RemoteJson.string(DnsNames.relative(found.get().after(), apex), out);
        out.add("}}\n");
    }

    private Optional<ServedZone> zone(String apex) {
        return context.responder().zones().stream()
                .filter(zone -> zone.apex().equals(apex))
                .findFirst();
    }
}
