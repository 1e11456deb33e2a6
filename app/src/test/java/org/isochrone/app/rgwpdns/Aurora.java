package org.isochrone.app.rgwpdns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.isochrone.app.rgw.StandInGateway;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.testkit.PowerDns;

/**
 * The namespace of the blog post, o.auroraobjects.com over the regions eu and us, with its rgw-pdns.conf and its
 * pdns.conf.
 *
 * @param there tells of zonegroups and buckets
 */
record Aurora(StandInGateway there) {
    static final String TODAY = """
            {"zonegroups": [
              {"key": "id-eu", "val": {"id": "id-eu", "name": "eu", "is_master": "true", "endpoints": [],
                "hostnames": ["o.auroraobjects.com"], "master_zone": "z1",
                "zones": [{"id": "z1", "name": "eu-1", "endpoints": ["http:\\/\\/o.auroraobjects.eu:80\\/"]}]}},
              {"key": "id-us", "val": {"id": "id-us", "name": "us", "is_master": "false", "endpoints": [],
                "hostnames": [], "master_zone": "z2",
                "zones": [{"id": "z2", "name": "us-1", "endpoints": ["http://o.auroraobjects.us/"]}]}}],
             "master_zonegroup": "id-eu"}
            """;

    static final String BEFORE_JEWEL = """
            {"regions": [
              {"key": "eu", "val": {"name": "eu", "is_master": "true", "endpoints": ["http://o.auroraobjects.eu:80/"],
                "master_zone": "eu-1", "zones": [{"name": "eu-1", "endpoints": []}]}},
              {"key": "us", "val": {"name": "us", "is_master": "false", "endpoints": ["http://o.auroraobjects.us/"],
                "master_zone": "us-1", "zones": [{"name": "us-1", "endpoints": []}]}}],
             "master_region": "eu"}
            """;

    /** From now on these are the zonegroups. */
    StandInGateway zonegroups(String map) {
        return there.replies("/admin/config?type=zonegroup-map", map);
    }

    RgwPdns start(Path folder) throws IOException {
        Path conf = Files.writeString(folder.resolve("rgw-pdns.conf"), """
                [powerdns]
                listen_addr = 127.0.0.1
                listen_port = 0
                dns_zone = o.auroraobjects.com
                dns_soa_record = dns1.icann.org. hostmaster.icann.org. 2012080849 7200 3600 1209600 3600
                dns_soa_ttl = 3600
                dns_default_ttl = 60
                rgw_endpoint = 127.0.0.1:%d
                rgw_admin_entry = admin
                rgw_access_key = %s
                rgw_secret_key = %s
                debug = False
                """.formatted(
                        there.uri().getPort(), StandInGateway.ACCESS, StandInGateway.SECRET));
        return new RgwPdns(RgwPdnsConf.read(conf, new Problems()), folder.resolve("data"), InstantSource.system());
    }

    /** Starts PowerDNS with the configuration that is shipped for this. */
    static PowerDns powerDns(Path folder, RgwPdns from) throws IOException {
        return PowerDns.start(folder, configuration(from));
    }

    /** Starts one that has zones of its own as well. */
    static PowerDns powerDns(Path folder, RgwPdns from, Path namedConf) throws IOException {
        return PowerDns.start(
                folder,
                configuration(from).replace("launch=remote\n", "launch=remote,bind\nbind-config=" + namedConf + "\n"));
    }

    /** PowerDNS's own words for all addresses of a host would let others on the network in. */
    static String configuration(RgwPdns from) throws IOException {
        return Files.readString(Path.of("..", "pdns-plugin", "examples", "remote-http-rgw-pdns.conf"))
                .replace("@LISTEN@", "127.0.0.1, ::1")
                .replace("@URL@", "http://localhost:" + from.address().getPort());
    }
}
