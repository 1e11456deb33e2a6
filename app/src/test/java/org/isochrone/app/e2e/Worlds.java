package org.isochrone.app.e2e;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the end-to-end tests import. */
final class Worlds {
    /** Three zones in zonegroup world, of which sgp has no IPv6 address; zonegroup asia has one zone, without IPv6. */
    static final String TOPOLOGY = """
            {
              "id": "11111111-0000-4000-8000-000000000001", "epoch": 1, "predecessor_uuid": "",
              "period_map": {"id": "11111111-0000-4000-8000-000000000001", "zonegroups": [{
                "id": "aaaaaaaa-0000-4000-8000-000000000001", "name": "world", "is_master": "true",
                "endpoints": [], "hostnames": ["s3.geo.example"],
                "master_zone": "bbbbbbbb-0000-4000-8000-000000000001",
                "zones": [
                  {"id": "bbbbbbbb-0000-4000-8000-000000000001", "name": "fra", "endpoints": [], "read_only": false,
                   "steering": {"dns_name": "fra.example.net", "addresses": ["192.0.2.1", "2001:db8:f::1"]}},
                  {"id": "bbbbbbbb-0000-4000-8000-000000000002", "name": "nyc", "endpoints": [], "read_only": false,
                   "steering": {"dns_name": "nyc.example.net", "addresses": ["192.0.2.2", "2001:db8:f::2"]}},
                  {"id": "bbbbbbbb-0000-4000-8000-000000000003", "name": "sgp", "endpoints": [], "read_only": "false",
                   "steering": {"dns_name": "sgp.example.net", "addresses": ["192.0.2.3"]}}
                ]}, {
                "id": "aaaaaaaa-0000-4000-8000-000000000002", "name": "asia", "is_master": "false",
                "endpoints": [], "hostnames": [],
                "master_zone": "bbbbbbbb-0000-4000-8000-000000000004",
                "zones": [
                  {"id": "bbbbbbbb-0000-4000-8000-000000000004", "name": "tyo", "endpoints": [], "read_only": "false",
                   "steering": {"dns_name": "tyo.example.net", "addresses": ["192.0.2.4"]}}
                ]}], "short_zone_ids": []},
              "master_zonegroup": "aaaaaaaa-0000-4000-8000-000000000001",
              "master_zone": "bbbbbbbb-0000-4000-8000-000000000001",
              "realm_id": "cccccccc-0000-4000-8000-000000000001", "realm_name": "gold", "realm_epoch": 2,
              "steering": {
                "names": [
                  {"name": "www.geo.example", "zonegroup": "world", "mode": "address"},
                  {"name": "cdn.geo.example", "zonegroup": "world", "mode": "cname"},
                  {"name": "v4.geo.example", "zonegroup": "asia", "mode": "address"},
                  {"name": "*.wild.geo.example", "zonegroup": "world", "mode": "address"}],
                "namespaces": [{"suffix": "s3.geo.example", "mode": "cname", "unknown_bucket": "nxdomain"}]}
            }
            """;

    /** Clients of 203.0.113.0/24 are fastest to fra, of 198.51.100.0/24 and 2001:db8:1::/48 to nyc, others to sgp. */
    static final String BURSTS = bursts(List.of(
            new Client("203.0.113.0/24", 10, 90, 180),
            new Client("198.51.100.0/24", 95, 12, 240),
            new Client("2001:db8:1::/48", 99, 14, 260),
            new Client("127.0.0.0/24", 170, 230, 9)));

    private Worlds() {}

    /** A client prefix and its RTT to fra, nyc and sgp, ms. */
    record Client(String prefix, int fra, int nyc, int sgp) {}

    /** Ten rounds of quiet measurements. */
    static String bursts(List<Client> clients) {
        return "round,client,region,rtt_ms\n"
                + IntStream.range(0, 10)
                        .boxed()
                        .flatMap(round -> clients.stream().map(client -> lines(round, client)))
                        .collect(Collectors.joining());
    }

    private static String lines(int round, Client client) {
        return "%d,%s,fra,%d.%d%n%d,%s,nyc,%d.%d%n%d,%s,sgp,%d.%d%n"
                .formatted(
                        round,
                        client.prefix(),
                        client.fra(),
                        round,
                        round,
                        client.prefix(),
                        client.nyc(),
                        round,
                        round,
                        client.prefix(),
                        client.sgp(),
                        round);
    }
}
