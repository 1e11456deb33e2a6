package org.isochrone.pdns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.isochrone.pdns.dns.DnsCheck;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/** Reads what different transports answer in one form: {@code SCOPE TYPE DATA} a record, sorted. */
final class SameForm {
    /** Whoever is asked in lines. */
    interface Lines {
        String ask(String text, int lines) throws IOException;
    }

    private SameForm() {}

    static List<String> pipe(Lines client, String name, RecordType type, String subnet) throws IOException {
        List<String> records = new ArrayList<>();
        int scope = 0;
        String line = client.ask("Q\t" + name + "\tIN\t" + type + "\t-1\t127.0.0.1\t127.0.0.1\t" + subnet + "\n", 1);
        while (line.startsWith("DATA")) {
            List<String> field = Arrays.asList(line.split("\t", -1));
            scope = Math.max(scope, Integer.parseInt(field.get(1)));
            // MX and SRV have their first number in a field of its own
            records.add(field.get(5) + " " + String.join(" ", field.subList(8, field.size())));
            line = client.ask("", 1);
        }
        return withScope(scope, records);
    }

    /**
     * The largest scope is the answer's, which is how PowerDNS sees it; what only tells PowerDNS that a name exists is
     * no record.
     */
    private static List<String> withScope(int scope, List<String> records) {
        return records.stream()
                .filter(record -> !record.equals("TYPE65534 \\# 0") && !record.equals("ENT "))
                .map(record -> scope + " " + record)
                .sorted()
                .toList();
    }

    static List<String> remote(String answer) {
        if (!(JsonReader.parse(answer) instanceof Json.Obj reply)
                || !(reply.find("result").orElseThrow() instanceof Json.Arr records)) {
            return List.of();
        }
        int scope = records.items().stream()
                .mapToInt(record -> number(record, "scopeMask"))
                .max()
                .orElse(0);
        return withScope(
                scope,
                records.items().stream()
                        .map(record -> text(record, "qtype") + " " + text(record, "content"))
                        .toList());
    }

    static List<String> dns(DnsCheck client, String name, RecordType type, Prefix subnet) throws IOException {
        DnsCheck.Answer answer = client.ask(name, type, Optional.of(subnet));
        // resolvers are also told what an alias leads to, which PowerDNS asks for by itself
        boolean alias = answer.data().stream().anyMatch(record -> record.startsWith("CNAME "));
        if (alias && (type == RecordType.NS || type == RecordType.SOA)) {
            // backends are never given an alias where PowerDNS looks for a delegation or a zone
            return List.of();
        }
        return withScope(
                answer.scope(),
                answer.data().stream()
                        .filter(record -> !alias || record.startsWith("CNAME "))
                        .map(SameForm::canonical)
                        .toList());
    }

    /** Addresses in the form of RFC 5952 and names without a trailing dot, as backends write them. */
    private static String canonical(String record) {
        int blank = record.indexOf(' ');
        String type = record.substring(0, blank);
        String data = record.substring(blank + 1);
        return type + " "
                + switch (type) {
                    case "AAAA" -> address(IpAddress.parse(data));
                    case "CNAME", "NS" -> data.substring(0, data.length() - 1);
                    case "SOA" -> data.replace(". ", " ");
                    default -> data;
                };
    }

    private static String address(IpAddress inAaaa) {
        return (inAaaa.family() == IpFamily.IPV4 ? "::ffff:" : "") + inAaaa;
    }

    private static String text(Json record, String key) {
        return ((Json.Str) ((Json.Obj) record).find(key).orElseThrow()).value();
    }

    private static int number(Json record, String key) {
        return ((Json.Num) ((Json.Obj) record).find(key).orElseThrow()).value().intValueExact();
    }
}
