package org.isochrone.pdns.dnssec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a validating resolver must find of the signed zone of {@code World} with its written records. */
final class SignedZone {
    private static final List<String> PRESENT = List.of(
            "@ SOA",
            "@ NS",
            "@ MX",
            "@ DNSKEY",
            "www A",
            "www AAAA",
            "www TXT",
            "cdn CNAME",
            "photos.s3 CNAME",
            "x.y.wild A",
            "types SRV",
            "types TXT",
            "types HTTPS",
            "x.wild2 TXT",
            "alias CNAME",
            "sub DS",
            "_map TXT");

    private static final List<String> ABSENT = List.of(
            // no such type
            "www MX",
            "mail TXT",
            "x.wild A6",
            "x.wild2 MX",
            "self DS",
            "types DS",
            "@ CNAME",
            // no such name
            "nope A",
            "a.nope A",
            "zzz A",
            "_a A",
            "nope.s3 A",
            "x.host.wild2 A",
            "x.ns1 A",
            // a name that only has others below it
            "ent A",
            "b.c A",
            "wild MX");

    private final Delv delv;

    SignedZone(Path folder, int port, String dnskey) {
        delv = new Delv(folder, port, "geo.example", dnskey);
    }

    /** Everything is signed, what is absent is proved to be. */
    void isValid() {
        List<String> wrong = new ArrayList<>();
        PRESENT.forEach(question -> check(question, "; fully validated", wrong));
        ABSENT.forEach(question -> check(question, "; negative response, fully validated", wrong));
        assertEquals("", String.join("\n", wrong));
    }

    private void check(String question, String verdict, List<String> wrong) {
        String[] words = question.split(" ", 2);
        String name = words[0].equals("@") ? "geo.example" : words[0] + ".geo.example";
        String said = delv.ask("geo.example", name, words[1].equals("A6") ? "TYPE38" : words[1]);
        if (!said.contains(verdict + "\n")) {
            wrong.add(question + ": not '" + verdict + "' but\n" + said);
        }
    }
}
