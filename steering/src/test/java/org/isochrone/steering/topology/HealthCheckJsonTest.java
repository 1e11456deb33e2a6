package org.isochrone.steering.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.json.JsonCursor;
import org.isochrone.steering.json.JsonReader;
import org.isochrone.steering.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HealthCheckJsonTest {
    private static HealthCheck decode(String text, Problems problems) {
        return HealthCheckJson.decode(JsonCursor.root(JsonReader.parse(text), problems));
    }

    static Stream<Arguments> checks() {
        return Stream.of(
                Arguments.of("{'check': 'tcp'}", HealthCheck.DEFAULT),
                Arguments.of("{'check': 'tcp', 'port': 65535}", new HealthCheck.Tcp(OptionalInt.of(65_535))),
                Arguments.of(
                        "{'check': 'http'}",
                        new HealthCheck.Http(OptionalInt.empty(), "/", StatusRanges.DEFAULT, "", false)),
                Arguments.of(
                        "{'check': 'http', 'port': 1, 'path': '/a?b=%20', 'status': '200-299,404', 'body': 'größer',"
                                + " 'insecure': true}",
                        new HealthCheck.Http(
                                OptionalInt.of(1), "/a?b=%20", StatusRanges.parse("200-299,404"), "größer", true)),
                Arguments.of(
                        "{'check': 'dns', 'question': 'WWW.example.com. A'}",
                        new HealthCheck.Dns(53, new DnsQuestionText("www.example.com", "A"), "NOERROR", "")),
                Arguments.of(
                        "{'check': 'dns', 'port': 5353, 'question': '. NS', 'rcode': 'REFUSED', 'answer': 'x.'}",
                        new HealthCheck.Dns(5353, new DnsQuestionText(".", "NS"), "REFUSED", "x.")),
                Arguments.of("{'check': 'icmp'}", new HealthCheck.Icmp()),
                Arguments.of(
                        "{'check': 'command', 'command': 'rgw-ready', 'arguments': ['--deep', '$(id) ; *']}",
                        new HealthCheck.Command("rgw-ready", List.of("--deep", "$(id) ; *"))));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void readsAndWritesEachKind(String text, HealthCheck check) {
        Problems problems = new Problems();
        assertEquals(check, decode(text.replace('\'', '"'), problems));
        assertEquals(check, decode(JsonWriter.write(HealthCheckJson.encode(check)), problems));
        assertEquals(List.of(), problems.errors());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            3 | $: must be an object: 3
            {} | $: check must be one of [command, dns, http, icmp, tcp]: ''
            {"check": "ping"} | $: check must be one of [command, dns, http, icmp, tcp]: 'ping'
            {"check": "tcp", "path": "/"} | $.path: unknown key; legal are [check, port]
            {"check": "tcp", "port": 0} | $.port: must be a whole number in [1..65535]: 0
            {"check": "http", "path": "ready"} | $.path: must begin with '/' and hold printable US-ASCII without blanks: 'ready'
            {"check": "http", "path": "/a b"} | $.path: must begin with '/' and hold printable US-ASCII without blanks: '/a b'
            {"check": "http", "status": "2xx"} | $.status: must be statuses in [100..599], such as 200 or 200-299,404: '2xx'
            {"check": "http", "status": "299-200"} | $.status: must be statuses in [100..599], such as 200 or 200-299,404: 299-200
            {"check": "http", "insecure": 1} | $.insecure: must be true or false (or "true"/"false"): 1
            {"check": "dns"} | $.question: is missing
            {"check": "dns", "question": "example.com"} | $.question: must be NAME TYPE, such as 'www.example.com A': 'example.com'
            {"check": "dns", "question": "example.com ANY"} | $.question: the type must be one of [A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TXT]: 'ANY'
            {"check": "dns", "question": ". NS", "rcode": "OK"} | $.rcode: must be one of [FORMERR, NOERROR, NOTIMP, NXDOMAIN, REFUSED, SERVFAIL]: 'OK'
            {"check": "command"} | $.command: is missing
            {"check": "command", "command": "/bin/sh"} | $.command: must be the name of a file in [Health] Commands (1 to 64 letters, digits, '.', '-', '_', no dot first): '/bin/sh'
            {"check": "command", "command": ".."} | $.command: must be the name of a file in [Health] Commands (1 to 64 letters, digits, '.', '-', '_', no dot first): '..'
            {"check": "command", "command": "x", "arguments": "y"} | $.arguments: must be an array: 'y'
            {"check": "command", "command": "x", "arguments": ["\\u0000"]} | $.arguments[0]: must not hold a NUL character
            """)
    void saysWhereAndWhatIsWrong(String text, String problem) {
        Problems problems = new Problems();
        decode(text, problems);
        assertEquals(problem, problems.errors().getFirst());
    }

    @Test
    void refusesWhatIsTooLongOrBreaksOutOfItsLine() {
        Problems problems = new Problems();
        decode("{\"check\": \"http\", \"body\": \"" + "x".repeat(1025) + "\"}", problems);
        decode("{\"check\": \"http\", \"path\": \"/\\r\\nHost: other\"}", problems);
        assertEquals(
                "$.body: must have at most 1024 characters: 1025",
                problems.errors().getFirst());
        assertTrue(problems.errors().getLast().startsWith("$.path: must begin with '/'"), "no header is smuggled in");
        assertThrows(IllegalArgumentException.class, () -> new HealthCheck.Command("x", Collections.nCopies(33, "y")));
    }
}
