package org.isochrone.pdns.remote;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;

/**
 * One call of the remote backend. Immutable.
 *
 * <p>On sockets and pipes, and over HTTP with {@code post_json=1}, it is a JSON object <code>
 * {"method":…,"parameters":…}
 * </code>. With {@code post=1} the method stands in the path and {@code parameters=JSON} in a form. Otherwise the
 * parameters follow the method in the path, each percent-encoded, and who asks stands in headers:
 *
 * <pre>
 * GET /dns/lookup/QNAME/QTYPE                          GET /dns/getDomainInfo/NAME
 * GET /dns/list/DOMAIN_ID/ZONENAME                     GET /dns/getAllDomainMetadata/NAME
 * GET /dns/getBeforeAndAfterNamesAbsolute/ID/QNAME     GET /dns/getDomainMetadata/NAME/KIND
 * GET /dns/getAllDomains?includeDisabled=true          GET /dns/getDomainKeys/NAME
 * </pre>
 *
 * @param method what is to be done
 * @param parameters under their names
 */
record RemoteCall(String method, Json.Obj parameters) {
    private static final Map<String, List<String>> IN_PATH = Map.of(
            "lookup", List.of("qname", "qtype"),
            "list", List.of("domain_id", "zonename"),
            "getBeforeAndAfterNamesAbsolute", List.of("id", "qname"),
            "getDomainInfo", List.of("name"),
            "getAllDomainMetadata", List.of("name"),
            "getDomainMetadata", List.of("name", "kind"),
            "getDomainKeys", List.of("name"));

    private static final String NUMBERS = "id domain_id zone-id";

    /**
     * Reads a JSON object.
     *
     * @throws IllegalArgumentException or {@link org.isochrone.steering.config.InvalidInputException} if it is no call
     */
    static RemoteCall ofJson(String text) {
        if (!(JsonReader.parse(text) instanceof Json.Obj request)) {
            throw new IllegalArgumentException("a request must be a JSON object");
        }
        if (!(request.find("method").orElse(new Json.Null()) instanceof Json.Str(String method))) {
            throw new IllegalArgumentException("method must be a string");
        }
        return new RemoteCall(method, object(request.find("parameters").orElse(Json.Obj.EMPTY)));
    }

    /**
     * Reads a form.
     *
     * @param path behind the base, without a slash in front
     * @throws IllegalArgumentException if it is no call
     */
    static RemoteCall ofForm(String path, String body) {
        String parameters = "{}";
        for (String field : body.split("&", -1)) {
            if (field.startsWith("parameters=")) {
                parameters = decoded(field.substring("parameters=".length()).replace('+', ' '));
            }
        }
        return new RemoteCall(decoded(path), object(JsonReader.parse(parameters)));
    }

    /**
     * Reads a path and headers.
     *
     * @param path behind the base, without a slash in front, still percent-encoded
     * @param remote of {@code X-RemoteBackend-remote}
     * @param realRemote of {@code X-RemoteBackend-real-remote}
     * @param zoneId of {@code X-RemoteBackend-zone-id}
     * @throws IllegalArgumentException if it is no call
     */
    static RemoteCall ofPath(
            String path, Optional<String> remote, Optional<String> realRemote, Optional<String> zoneId) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            parts.add(decoded(part));
        }
        String method = parts.removeFirst();
        Map<String, Json> parameters = new LinkedHashMap<>();
        List<String> names = IN_PATH.getOrDefault(method, List.of());
        if (!names.isEmpty() && parts.size() != names.size()) {
            throw new IllegalArgumentException(method + " must be followed by /" + String.join("/", names) + ", not by "
                    + parts.size() + " parts");
        }
        for (int i = 0; i < names.size(); i++) {
            parameters.put(names.get(i), value(names.get(i), parts.get(i)));
        }
        remote.ifPresent(text -> parameters.put("remote", new Json.Str(text)));
        realRemote.ifPresent(text -> parameters.put("real-remote", new Json.Str(text)));
        zoneId.ifPresent(text -> parameters.put("zone-id", value("zone-id", text)));
        return new RemoteCall(method, new Json.Obj(parameters));
    }

    private static Json value(String name, String text) {
        if (!NUMBERS.contains(name)) {
            return new Json.Str(text);
        }
        try {
            return Json.Num.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number: '" + text + "'", e);
        }
    }

    private static Json.Obj object(Json parameters) {
        return parameters instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    }

    /** Percent-encoded octets, each as one character. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    }
}
