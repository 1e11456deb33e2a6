package org.isochrone.steering.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonCursor;

/**
 * A {@link HealthCheck} as JSON, one of
 *
 * <pre>
 * {"check": "tcp", "port": 443}
 * {"check": "http", "port": 8080, "path": "/ready", "status": "200-299", "body": "ok", "insecure": true}
 * {"check": "dns", "port": 53, "question": "www.example.com A", "rcode": "NOERROR", "answer": "192.0.2.1"}
 * {"check": "icmp"}
 * {"check": "command", "command": "rgw-ready", "arguments": ["--deep"]}
 * </pre>
 *
 * where {@code check}, {@code question} and {@code command} must be given, and all else may be missing.
 */
final class HealthCheckJson {
    private static final String CHECK = "check";
    private static final String PORT = "port";

    private HealthCheckJson() {}

    static HealthCheck decode(JsonCursor at) {
        String kind = at.object().members().isEmpty() ? "" : at.requiredText(CHECK);
        return switch (kind) {
            case "tcp" -> {
                TopologyJson.refuseOthers(at, Set.of(CHECK, PORT));
                yield new HealthCheck.Tcp(port(at));
            }
            case "http" -> http(at);
            case "dns" -> dns(at).orElse(HealthCheck.DEFAULT);
            case "icmp" -> {
                TopologyJson.refuseOthers(at, Set.of(CHECK));
                yield new HealthCheck.Icmp();
            }
            case "command" -> command(at).orElse(HealthCheck.DEFAULT);
            default -> {
                at.problem("check must be one of [command, dns, http, icmp, tcp]: '" + kind + "'");
                yield HealthCheck.DEFAULT;
            }
        };
    }

    private static HealthCheck http(JsonCursor at) {
        TopologyJson.refuseOthers(at, Set.of(CHECK, PORT, "path", "status", "body", "insecure"));
        return new HealthCheck.Http(
                port(at),
                at.find("path")
                        .flatMap(path -> path.parsed(HealthCheck.Http::path))
                        .orElse(HealthCheck.Http.DEFAULT_PATH),
                at.find("status")
                        .flatMap(status -> status.parsed(StatusRanges::parse))
                        .orElse(StatusRanges.DEFAULT),
                at.find("body").flatMap(body -> body.parsed(HealthCheck::text)).orElse(""),
                at.flag("insecure", false));
    }

    private static Optional<HealthCheck> dns(JsonCursor at) {
        TopologyJson.refuseOthers(at, Set.of(CHECK, PORT, "question", "rcode", "answer"));
        int port = port(at).orElse(HealthCheck.Dns.DEFAULT_PORT);
        String rcode = at.find("rcode")
                .flatMap(code -> code.parsed(HealthCheck.Dns::rcode))
                .orElse(HealthCheck.Dns.DEFAULT_RCODE);
        String answer = at.find("answer")
                .flatMap(text -> text.parsed(HealthCheck::text))
                .orElse("");
        return at.require("question")
                .flatMap(question -> question.parsed(DnsQuestionText::parse))
                .map(question -> new HealthCheck.Dns(port, question, rcode, answer));
    }

    private static Optional<HealthCheck> command(JsonCursor at) {
        TopologyJson.refuseOthers(at, Set.of(CHECK, "command", "arguments"));
        List<JsonCursor> items = at.items("arguments");
        List<String> arguments = items.stream()
                .flatMap(item -> item.parsed(HealthCheck.Command::argument).stream())
                .toList();
        if (items.size() > HealthCheck.Command.MOST_ARGUMENTS) {
            at.find("arguments")
                    .ifPresent(all -> all.problem(
                            "must have [0.." + HealthCheck.Command.MOST_ARGUMENTS + "] items: " + items.size()));
            return Optional.empty();
        }
        return at.require("command")
                .flatMap(name -> name.parsed(HealthCheck.Command::name))
                .map(name -> new HealthCheck.Command(name, arguments));
    }

    private static OptionalInt port(JsonCursor at) {
        Optional<JsonCursor> port = at.find(PORT);
        return port.isPresent()
                ? OptionalInt.of((int) port.get().integer(1, HealthCheck.MAX_PORT))
                : OptionalInt.empty();
    }

    static Json encode(HealthCheck check) {
        Map<String, Json> members = new LinkedHashMap<>();
        switch (check) {
            case HealthCheck.Tcp(OptionalInt port) -> {
                members.put(CHECK, new Json.Str("tcp"));
                put(members, port);
            }
            case HealthCheck.Http http -> {
                members.put(CHECK, new Json.Str("http"));
                put(members, http.port());
                members.put("path", new Json.Str(http.path()));
                members.put("status", new Json.Str(http.statuses().toString()));
                members.put("body", new Json.Str(http.body()));
                members.put("insecure", new Json.Bool(http.insecure()));
            }
            case HealthCheck.Dns dns -> {
                members.put(CHECK, new Json.Str("dns"));
                put(members, OptionalInt.of(dns.port()));
                members.put("question", new Json.Str(dns.question().toString()));
                members.put("rcode", new Json.Str(dns.rcode()));
                members.put("answer", new Json.Str(dns.answer()));
            }
            case HealthCheck.Icmp() -> members.put(CHECK, new Json.Str("icmp"));
            case HealthCheck.Command(String name, List<String> arguments) -> {
                members.put(CHECK, new Json.Str("command"));
                members.put("command", new Json.Str(name));
                members.put("arguments", RgwOrder.texts(arguments));
            }
        }
        return new Json.Obj(members);
    }

    private static void put(Map<String, Json> members, OptionalInt port) {
        port.ifPresent(number -> members.put(PORT, Json.Num.of(number)));
    }
}
