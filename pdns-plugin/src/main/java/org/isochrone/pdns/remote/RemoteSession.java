package org.isochrone.pdns.remote;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.ClientText;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.Question;
import org.isochrone.pdns.answer.Reply;
import org.isochrone.pdns.answer.ServedZone;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.record.ResourceRecord;
import org.isochrone.pdns.unix.Bytes;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation in the remote backend's protocol: a line with a JSON object comes in, a line with one goes out.
 * {@code false} is a polite "no" to whatever is not served, and to what cannot be understood. For one thread.
 */
final class RemoteSession {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteSession.class);
    private static final String NO = "{\"result\":false}\n";
    private static final int SHOWN = 200;

    private final RemoteContext context;

    RemoteSession(RemoteContext context) {
        this.context = context;
    }

    /** Appends the answer to a line. */
    void answer(String line, Bytes out) {
        int start = out.length();
        try {
            if (!(JsonReader.parse(line) instanceof Json.Obj request)) {
                throw new IllegalArgumentException("a request must be a JSON object");
            }
            Json.Obj parameters = request.find("parameters").orElse(Json.Obj.EMPTY) instanceof Json.Obj given
                    ? given
                    : Json.Obj.EMPTY;
            answer(text(request, "method"), parameters, out);
        } catch (InvalidInputException | IllegalArgumentException e) {
            context.counters().malformed(Transport.REMOTE);
            LOG.warn("remote: {}: {}", e.getMessage(), shown(line));
            out.truncate(start);
            out.add(NO);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            LOG.error("no answer to {}", shown(line), e);
            out.truncate(start);
            out.add(NO);
        }
    }

    /** Appends the answer to a line that was too long to be kept. */
    void tooLong(String start, Bytes out) {
        context.counters().malformed(Transport.REMOTE);
        LOG.warn("remote: a line must not be longer than {} bytes: {}", RemoteServer.MAX_LINE, shown(start));
        out.add(NO);
    }

    private void answer(String method, Json.Obj parameters, Bytes out) {
        switch (method) {
            case "initialize" -> out.add("{\"result\":true}\n");
            case "lookup" -> lookup(parameters, out);
            case "list" -> list(parameters, out);
            case "getAllDomains" -> allZones(out);
            case "getDomainInfo" -> zoneInfo(parameters, out);
            case "getAllDomainMetadata" -> out.add("{\"result\":{}}\n");
            case "getDomainMetadata" -> out.add("{\"result\":[]}\n");
            default -> out.add(NO);
        }
    }

    private void lookup(Json.Obj parameters, Bytes out) {
        String qname = text(parameters, "qname");
        String name = name(qname, "qname");
        RecordType type = RecordType.parse(text(parameters, "qtype"));
        Client who = new Client(parameters);
        Question question = new Question(name, type, ClientText.parse(who.remote(), who.subnet()), Transport.REMOTE);
        Reply reply = context.responder().answer(question);
        // an answer for a zone that PowerDNS did not ask about would be taken for one of that zone
        Optional<ServedZone> zone = context.responder().zoneOf(name);
        int asked = zoneId(parameters);
        boolean other = zone.isEmpty() || (asked > 0 && asked != zone.get().id());
        boolean exists = reply.kind() == Reply.Kind.NODATA && type == RecordType.ANY;
        if (other || (reply.records().isEmpty() && !exists)) {
            out.add(NO);
            return;
        }
        out.add("{\"result\":[");
        if (exists) {
            RemoteJson.empty(qname, zone.get().id(), out);
        }
        records(reply.records(), Optional.of(qname), zone.get().id(), out);
        out.add("]}\n");
    }

    private void list(Json.Obj parameters, Bytes out) {
        Optional<ServedZone> zone = zoneNamed(text(parameters, "zonename"));
        if (zone.isEmpty()) {
            out.add(NO);
            return;
        }
        out.add("{\"result\":[");
        records(
                context.responder().transfer(zone.get()),
                Optional.empty(),
                zone.get().id(),
                out);
        out.add("]}\n");
    }

    private void allZones(Bytes out) {
        out.add("{\"result\":[");
        boolean first = true;
        for (ServedZone zone : context.responder().zones()) {
            out.add(first ? "" : ",");
            first = false;
            RemoteJson.zone(zone, context.responder().soa(zone).stream().toList(), out);
        }
        out.add("]}\n");
    }

    private void zoneInfo(Json.Obj parameters, Bytes out) {
        Optional<ServedZone> zone = zoneNamed(text(parameters, "name"));
        if (zone.isEmpty()) {
            out.add(NO);
            return;
        }
        out.add("{\"result\":");
        RemoteJson.zone(zone.get(), context.responder().soa(zone.get()).stream().toList(), out);
        out.add("}\n");
    }

    private Optional<ServedZone> zoneNamed(String text) {
        String apex = name(text, "zone");
        return context.responder().zones().stream()
                .filter(zone -> zone.apex().equals(apex))
                .findFirst();
    }

    private static void records(List<ResourceRecord> records, Optional<String> owner, int zoneId, Bytes out) {
        boolean first = true;
        for (ResourceRecord record : records) {
            out.add(first ? "" : ",");
            first = false;
            RemoteJson.record(record, owner.orElse(record.owner()), zoneId, out);
        }
    }

    /** Who asks, in the words of the request. */
    private record Client(String remote, String subnet) {
        Client(Json.Obj parameters) {
            this(optional(parameters, "remote", "0.0.0.0"), optional(parameters, "real-remote", ""));
        }
    }

    private static int zoneId(Json.Obj parameters) {
        Optional<Json> id = parameters.find("zone-id").or(() -> parameters.find("zone_id"));
        return id.orElse(Json.Num.of(-1)) instanceof Json.Num number
                        && number.value().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
                ? number.value().intValue()
                : -1;
    }

    private static String name(String text, String key) {
        return DnsNames.canonical(text).orElseThrow(() -> new IllegalArgumentException(key + " must be a domain name"));
    }

    private static String text(Json.Obj of, String key) {
        if (of.find(key).orElse(new Json.Null()) instanceof Json.Str text) {
            return text.value();
        }
        throw new IllegalArgumentException(key + " must be a string");
    }

    private static String optional(Json.Obj of, String key, String fallback) {
        return of.find(key).isPresent() ? text(of, key) : fallback;
    }

    private static String shown(String line) {
        String start = line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
        return start.replaceAll("[^ -~]", "?");
    }
}
