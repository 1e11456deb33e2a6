package org.isochrone.app.rgwpdns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.isochrone.app.config.IniFile;
import org.isochrone.app.rgw.RgwConfig;
import org.isochrone.pdns.DnsConfig;
import org.isochrone.pdns.dns.zone.ZoneReader;
import org.isochrone.steering.config.InvalidInputException;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.content.DnsZone;
import org.isochrone.steering.file.FileProblem;

/**
 * {@code rgw-pdns.conf}, the configuration of Ceph's {@code pdns-backend-rgw.py}, under its names and with its
 * defaults:
 *
 * <pre>
 * [powerdns]
 * listen_addr = 127.0.0.1            rgw_endpoint = localhost:8080
 * listen_port = 6780                 rgw_admin_entry = admin
 * dns_zone = rgw.local.lan           rgw_access_key =
 * dns_soa_record = dns1.icann.org. hostmaster.icann.org. 2012080849 7200 3600 1209600 3600
 * dns_soa_ttl = 3600                 rgw_secret_key =
 * dns_default_ttl = 60               debug = False
 * </pre>
 *
 * {@code rgw_endpoint} may be a list, and each a URL; one without a scheme is {@code http://}. Immutable.
 *
 * @param dns what is served, and where over HTTP
 * @param soa the zone with the written SOA record and its name server
 * @param rgw the gateways; signatures are of version 2, which all of them understand
 * @param debug whether more is logged than usual
 */
public record RgwPdnsConf(DnsConfig dns, DnsZone soa, RgwConfig rgw, boolean debug) {
    private static final String SECTION = "powerdns";
    private static final String NAME = "rgw-pdns.conf";
    private static final String SOA = "dns1.icann.org. hostmaster.icann.org. 2012080849 7200 3600 1209600 3600";
    private static final int SOA_PARTS = 7;

    /**
     * Finds the file: the one that is named, else {@code ./rgw-pdns.conf}, {@code ~/rgw-pdns.conf},
     * {@code /etc/ceph/rgw-pdns.conf}, whichever is there first.
     *
     * @throws InvalidInputException if there is none
     */
    public static Path find(Optional<Path> named, Path home) {
        if (named.isPresent()) {
            return named.get();
        }
        List<Path> places = List.of(Path.of(NAME), home.resolve(NAME), Path.of("/etc/ceph", NAME));
        return places.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(
                        () -> new InvalidInputException(NAME, "is neither of " + places + "; name it with --config"));
    }

    /**
     * Reads a file; warnings go to {@code problems}.
     *
     * @throws InvalidInputException naming all that is wrong with it
     */
    public static RgwPdnsConf read(Path path, Problems problems) {
        Map<String, Setting> given = IniFile.parse(path.toString(), text(path), problems);
        if (given.keySet().stream().noneMatch(key -> key.startsWith(SECTION + "."))) {
            problems.error(path.toString(), "has no section [" + SECTION + "] with anything in it");
        }
        problems.throwIfAny();
        Settings ours = new Settings(given, problems);
        String zone = ours.text(SECTION, "dns_zone", "rgw.local.lan");
        String soa = ours.text(SECTION, "dns_soa_record", SOA);
        int soaTtl = ours.integer(SECTION, "dns_soa_ttl", 3600, 0, Integer.MAX_VALUE);
        boolean debug = ours.flag(SECTION, "debug", false);
        if (soa.split("\\s+", -1).length != SOA_PARTS) {
            problems.error(
                    path.toString(),
                    "dns_soa_record must be PRIMARY MAILBOX SERIAL REFRESH RETRY EXPIRE MINIMUM: '" + soa + "'");
            problems.throwIfAny();
        }
        Settings translated = new Settings(translated(ours, zone, soa), problems);
        DnsConfig dns = DnsConfig.from(translated);
        RgwConfig rgw = RgwConfig.from(translated);
        if (!rgw.enabled() && problems.errors().isEmpty()) {
            problems.error(path.toString(), "rgw_endpoint must be given");
        }
        ours.warnOfUnknownKeys();
        problems.throwIfAny();
        String written =
                "@ " + soaTtl + " IN SOA " + soa + "\n@ " + soaTtl + " IN NS " + soa.split("\\s+", -1)[0] + "\n";
        DnsZone content = ZoneReader.parse(written, path.toString(), dns.zones().getFirst(), Set.of(), problems)
                .zone();
        problems.throwIfAny();
        return new RgwPdnsConf(dns, content, rgw, debug);
    }

    private static Map<String, Setting> translated(Settings from, String zone, String soa) {
        String[] parts = soa.split("\\s+", -1);
        Map<String, Setting> to = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        to.put("DNS.Zone", given(from, "dns_zone", zone));
        to.put("DNS.NS1", given(from, "dns_soa_record", parts[0]));
        to.put("DNS.NS2", given(from, "dns_soa_record", "ns2." + parts[0]));
        to.put("DNS.Email", given(from, "dns_soa_record", parts[1]));
        to.put("DNS.TTL", setting(from, "dns_default_ttl", "60"));
        Setting port = setting(from, "listen_port", "6780");
        String address = from.text(SECTION, "listen_addr", "127.0.0.1");
        to.put(
                "DNS.ListenHttp",
                new Setting(
                        (address.contains(":") ? "[" + address + "]" : address) + ":" + port.value(), port.where()));
        for (String off : List.of("DNS.SocketPipe", "DNS.SocketRemote", "DNS.Listen")) {
            to.put(off, new Setting("off", NAME));
        }
        Setting endpoint = setting(from, "rgw_endpoint", "localhost:8080");
        to.put("Rgw.Endpoint", new Setting(urls(endpoint.value()), endpoint.where()));
        to.put("Rgw.Admin", setting(from, "rgw_admin_entry", "admin"));
        to.put("Rgw.AccessKey", setting(from, "rgw_access_key", ""));
        to.put("Rgw.SecretKey", setting(from, "rgw_secret_key", ""));
        to.put("Rgw.Signature", new Setting("v2", NAME));
        return to;
    }

    private static Setting setting(Settings from, String key, String fallback) {
        return from.find(SECTION, key).orElse(new Setting(fallback, NAME + ", default of " + key));
    }

    private static Setting given(Settings from, String key, String value) {
        return new Setting(value, setting(from, key, value).where());
    }

    private static String urls(String endpoints) {
        StringBuilder urls = new StringBuilder();
        for (String each : endpoints.split(",", -1)) {
            String url = each.strip();
            urls.append(urls.isEmpty() ? "" : ",").append(url.contains("://") ? url : "http://" + url);
        }
        return urls.toString();
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(path.toString(), "there is no such file");
        } catch (IOException e) {
            throw new InvalidInputException(path.toString(), "cannot be read: " + FileProblem.reason(e));
        }
    }
}
