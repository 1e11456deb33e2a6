package org.isochrone.steering.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.json.Json;
import org.isochrone.steering.prefix.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TopologyJsonTest {
    /** Two zonegroups with two and one zones; every value that tests change is unique in it. */
    static final String DOCUMENT = """
            {
              "id": "p1", "epoch": 3, "predecessor_uuid": "p0", "sync_status": ["x"],
              "period_map": {
                "id": "p1",
                "zonegroups": [
                  {"id": "g-eu", "name": "eu", "is_master": "true", "endpoints": [], "hostnames": ["o.example.com"],
                   "master_zone": "z-ams", "realm_id": "r1", "sync_policy": {"groups": []},
                   "zones": [
                     {"id": "z-ams", "name": "ams", "endpoints": ["http:\\/\\/192.0.2.9:80"], "read_only": "false",
                      "future_field": {"a": [1, 2.50]},
                      "steering": {"dns_name": "AMS.example.net.", "addresses": ["192.0.2.1", "2001:DB8::1"],
                                   "weight": 50, "location": {"latitude": 52.37, "longitude": 4.9},
                                   "well_connected": false}},
                     {"id": "z-fra", "name": "fra", "endpoints": ["https://fra.example.net:8443/x"],
                      "read_only": true}]},
                  {"id": "g-us", "name": "us", "is_master": false, "master_zone": "z-nyc",
                   "zones": [{"id": "z-nyc", "name": "nyc", "endpoints": ["http://nyc.example.net"],
                              "steering": {"addresses": ["198.51.100.7"],
                                           "health": {"check": "http", "path": "/ready", "insecure": true}}}]}],
                "short_zone_ids": [], "later": true
              },
              "master_zonegroup": "g-eu", "master_zone": "z-ams", "period_config": {}, "realm_id": "r1",
              "realm_epoch": 7,
              "steering": {
                "names": [{"name": "*.www.example.com", "zonegroup": "eu", "mode": "cname"},
                          {"name": "WWW.example.com", "zonegroup": "g-us", "mode": "address"}],
                "namespaces": [{"suffix": "o.example.com", "mode": "address", "unknown_bucket": "nearest"},
                               {"suffix": "s.example.com", "mode": "cname"}]
              }
            }
            """;

    @Test
    void readsOurOwnFields() {
        Topology topology = TopologyJson.decode(DOCUMENT);
        assertEquals(
                new ZoneSteering(
                        "ams.example.net",
                        List.of(IpAddress.parse("192.0.2.1"), IpAddress.parse("2001:db8::1")),
                        50,
                        Optional.of(new GeoPoint(52.37, 4.9)),
                        false),
                topology.zone("z-ams").orElseThrow().steering());
        assertEquals(
                new ZoneSteering("fra.example.net", List.of(), 100, Optional.empty(), true),
                topology.zone("z-fra").orElseThrow().steering());
        assertEquals(
                List.of(
                        new SteeredName("*.www.example.com", "g-eu", AnswerMode.CNAME),
                        new SteeredName("www.example.com", "g-us", AnswerMode.ADDRESS)),
                topology.names());
        assertEquals(
                List.of(
                        new Namespace("o.example.com", AnswerMode.ADDRESS, Namespace.UnknownBucket.NEAREST),
                        new Namespace("s.example.com", AnswerMode.CNAME, Namespace.UnknownBucket.NXDOMAIN)),
                topology.namespaces());
        assertEquals(new Realm("r1", "", "p1", 7), topology.realm());
        assertTrue(topology.zone("z-fra").orElseThrow().readOnly());
    }

    @Test
    void keepsWhatItDoesNotKnow() {
        Topology topology = TopologyJson.decode(DOCUMENT);
        assertTrue(topology.zone("z-ams")
                .orElseThrow()
                .other()
                .find("future_field")
                .isPresent());
        assertEquals(
                Optional.of(new Json.Arr(List.of(new Json.Str("x")))),
                topology.period().other().find("sync_status"));
        String written = TopologyJson.encode(topology);
        assertTrue(written.contains("\"future_field\""), written);
        assertTrue(written.contains("2.50"), written);
        assertTrue(written.contains("\"later\": true"), written);
        assertFalse(written.contains("realm_name"), written);
    }

    @Test
    void roundTripIsEqual() {
        Topology topology = TopologyJson.decode(DOCUMENT);
        String written = TopologyJson.encode(topology);
        assertEquals(topology, TopologyJson.decode(written));
        assertEquals(written, TopologyJson.encode(TopologyJson.decode(written)));
        String changed = DOCUMENT.replace("\"weight\": 50", "\"weight\": 51");
        assertFalse(topology.equals(TopologyJson.decode(changed)));
    }

    @Test
    void aZoneIsCalledByTheFirstOfItsEndpointsThatHasAName() {
        String text = DOCUMENT.replace(
                "[\"https://fra.example.net:8443/x\"]",
                "[\"http://192.0.2.8:80\", \"http://rgw1:80\", \"https://Fra.example.net:8443/x\", \"http://b.example.net\"]");
        Topology topology = TopologyJson.decode(text);
        assertEquals(
                "fra.example.net",
                topology.zone("z-fra").orElseThrow().steering().dnsName());
        assertEquals(topology, TopologyJson.decode(TopologyJson.encode(topology)));
    }

    @Test
    void anEmptyDnsNameStaysEmpty() {
        String text = DOCUMENT.replace(
                        "\"steering\": {\"addresses\"", "\"steering\": {\"dns_name\": \"\", \"addresses\"")
                .replace(",\n                   {\"suffix\": \"s.example.com\", \"mode\": \"cname\"}", "");
        Topology topology = TopologyJson.decode(text);
        assertEquals("", topology.zone("z-nyc").orElseThrow().steering().dnsName());
        assertEquals(topology, TopologyJson.decode(TopologyJson.encode(topology)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"is_master\": false|\"is_master\": true"
                        + "|is_master: only one zonegroup may be the master: [eu, us]",
                "\"is_master\": \"true\"|\"is_master\": \"maybe\""
                        + "|$.period_map.zonegroups[0].is_master: must be true or false (or \"true\"/\"false\"): 'maybe'",
                "\"is_master\": \"true\"|\"is_master\": \"false\"|is_master: no zonegroup is the master",
                "\"master_zone\": \"z-nyc\"|\"master_zone\": \"z-fra\""
                        + "|zonegroup 'us': its master_zone 'z-fra' is none of its zones",
                "\"master_zone\": \"z-ams\", \"period_config\"|\"master_zone\": \"z-fra\", \"period_config\""
                        + "|master_zone: must be the master zone of the master zonegroup, 'z-ams': 'z-fra'",
                "\"master_zonegroup\": \"g-eu\"|\"master_zonegroup\": \"g-us\""
                        + "|master_zonegroup: must be the zonegroup with is_master, 'g-eu': 'g-us'",
                "\"id\": \"z-nyc\"|\"id\": \"z-fra\""
                        + "|zone 'nyc': is in two zonegroups, 'eu' and 'us'; a zone belongs to one",
                "\"id\": \"z-fra\"|\"id\": \"z-ams\"|zone id: stands twice: 'z-ams'",
                "\"name\": \"nyc\"|\"name\": \"fra\"|zone name: stands twice: 'fra'",
                "\"id\": \"g-us\"|\"id\": \"g-eu\"|zonegroup id: stands twice: 'g-eu'",
                "\"name\": \"us\"|\"name\": \"eu\"|zonegroup name: stands twice: 'eu'",
                "\"zonegroup\": \"eu\"|\"zonegroup\": \"asia\""
                        + "|$.steering.names[0].zonegroup: no zonegroup of the period has this name or id: 'asia'; there"
                        + " are [eu, us]",
                "\"weight\": 50|\"weight\": 70000"
                        + "|$.period_map.zonegroups[0].zones[0].steering.weight: must be a whole number in [0..65535]:"
                        + " 70000",
                "52.37|91"
                        + "|$.period_map.zonegroups[0].zones[0].steering.location.latitude: must be a number in [-90..90]:"
                        + " 91",
                "\"192.0.2.1\"|\"192.0.2.256\""
                        + "|$.period_map.zonegroups[0].zones[0].steering.addresses[0]: not an IPv4 or IPv6 address:"
                        + " '192.0.2.256'",
                "\"192.0.2.1\"|\"224.0.0.1\"|zone 'ams' addresses: no client can reach 224.0.0.1",
                "\"192.0.2.1\"|\"2001:db8:0::1\"|zone 'ams' address: stands twice: '2001:db8::1'",
                "\"well_connected\"|\"wellconnected\""
                        + "|$.period_map.zonegroups[0].zones[0].steering.wellconnected: unknown key; legal are"
                        + " [addresses, dns_name, health, location, weight, well_connected]",
                "AMS.example.net.|ams_.-x"
                        + "|$.period_map.zonegroups[0].zones[0].steering.dns_name: not a DNS name: 'ams_.-x': label '-x'"
                        + " must not begin or end with '-'",
                "AMS.example.net.|``|steered name '*.www.example.com': mode cname needs a dns_name in zone 'ams'",
                "AMS.example.net.|a.s.example.com|namespace 's.example.com': would point to itself by way of the"
                        + " dns_name 'a.s.example.com' of zone 'ams'",
                "AMS.example.net.|a.www.example.com|steered name '*.www.example.com': would point to itself by way of"
                        + " the dns_name 'a.www.example.com' of zone 'ams'",
                "\"198.51.100.7\"|``|steered name 'www.example.com': mode address needs an address in a zone of"
                        + " zonegroup 'us'",
                "WWW.example.com|*.www.example.com|steered name '*.www.example.com': stands twice",
                "WWW.example.com|a.*.example.com|$.steering.names[1].name: not a DNS name: 'a.*.example.com': label"
                        + " '*' may hold a-z, 0-9, '-' and '_' only; '*' only as the whole first label of a steered"
                        + " name",
                "WWW.example.com|x.o.example.com"
                        + "|steered name 'x.o.example.com': is inside the namespace 'o.example.com'",
                "s.example.com|o.example.com|namespace 'o.example.com': stands twice",
                "\"mode\": \"cname\"}]|\"mode\": \"alias\"}]"
                        + "|$.steering.namespaces[1].mode: must be one of [cname, address]: 'alias'",
                "\"nearest\"|\"any\""
                        + "|$.steering.namespaces[0].unknown_bucket: must be one of [nxdomain, nearest]: 'any'",
                "\"epoch\": 3|\"epoch\": 0|$.epoch: must be a whole number in [1..2147483647]: 0",
                "\"realm_id\": \"r1\", \"sync|\"realm_id\": \"r2\", \"sync"
                        + "|zonegroup 'eu': its realm_id is not the period's 'r1'",
                "\"realm_epoch\": 7|\"realm_epoc\": 7|$.realm_epoch: is missing"
            })
    void saysWhereAndWhatIsWrong(String part, String replacement, String problem) {
        assertTrue(DOCUMENT.contains(part), part);
        List<String> problems = problems(DOCUMENT.replace(part, replacement));
        assertTrue(problems.contains(problem), () -> problem + "\nis not among\n" + String.join("\n", problems));
    }

    @Test
    void tellsAllProblemsAtOnce() {
        String text = DOCUMENT.replace("\"weight\": 50", "\"weight\": -1")
                .replace("\"is_master\": false", "\"is_master\": true")
                .replace("\"zonegroup\": \"eu\"", "\"zonegroup\": \"asia\"");
        assertEquals(3, problems(text).size());
    }

    @Test
    void namesAndEndpointsFitIntoTables() {
        String longest = "n".repeat(255);
        assertEquals(
                longest,
                TopologyJson.decode(DOCUMENT.replace("\"nyc\"", "\"" + longest + "\""))
                        .zone("z-nyc")
                        .orElseThrow()
                        .name());
        assertEquals(
                List.of("zone name: must have at most 255 characters: 256, '" + "n".repeat(40) + "…'"),
                problems(DOCUMENT.replace("\"nyc\"", "\"" + longest + "n\"")));
        String endpoint = "http://nyc.example.net/" + "x".repeat(490);
        assertEquals(
                List.of("zone 'nyc' endpoint: must have at most 512 characters: 513, '" + endpoint.substring(0, 40)
                        + "…'"),
                problems(DOCUMENT.replace("http://nyc.example.net", endpoint)));
    }

    @Test
    void realmAndPeriodMustFit() {
        String realm = "{\"id\": \"r2\", \"name\": \"gold\", \"current_period\": \"p2\", \"epoch\": 8}";
        assertEquals(
                List.of(
                        "realm id: 'r2' is not the period's 'r1'",
                        "realm current_period: 'p2' is not the period's 'p1'",
                        "realm epoch: 8 is not the period's realm_epoch 7"),
                problems("{\"realm\": " + realm + ", \"period\": " + DOCUMENT + "}"));
    }

    @Test
    void shortZoneIdsMustDiffer() {
        // Found by search: the first four bytes of their MD5 are the same.
        String[] twins = twins();
        List<String> problems = problems(DOCUMENT.replace("z-ams", twins[0]).replace("z-nyc", twins[1]));
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.getFirst().contains("has the same short zone id as"), problems.toString());
    }

    private static String[] twins() {
        long[] seen = new long[200_000];
        for (int i = 0; i < seen.length; i++) {
            seen[i] = ShortZoneIds.of("z" + i) << 32 | i;
        }
        Arrays.sort(seen);
        for (int i = 1; i < seen.length; i++) {
            if (seen[i] >>> 32 == seen[i - 1] >>> 32) {
                return new String[] {"z" + (int) seen[i - 1], "z" + (int) seen[i]};
            }
        }
        throw new AssertionError("200,000 numbers of 32 bits hold a pair of equals, by the birthday paradox");
    }

    private static List<String> problems(String text) {
        return assertThrows(InvalidInputException.class, () -> TopologyJson.decode(text))
                .problems();
    }
}
