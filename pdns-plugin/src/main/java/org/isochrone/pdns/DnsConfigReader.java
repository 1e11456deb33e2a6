package org.isochrone.pdns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.steering.config.Ascii;
import org.isochrone.steering.config.Setting;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.SocketAddresses;

/** Reads the section {@code [DNS]}. */
final class DnsConfigReader {
    private static final String DNS = "DNS";

    /** The word that turns a socket or the listener off. */
    private static final String OFF = "off";

    private static final int MAX_NUMBER = 1_000_000;

    private static final int MAX_NAME_SERVERS = 13;

    /** The rights of everybody in permissions. */
    private static final int OTHERS = 07;

    private final Settings settings;

    DnsConfigReader(Settings settings) {
        this.settings = settings;
    }

    DnsConfig read() {
        List<String> zones = zones();
        Optional<Path> remote = socket("SocketRemote", DnsConfig.DEFAULT_SOCKET_REMOTE);
        Optional<Path> keys = settings.parsed(
                DNS,
                "Keys",
                Optional.empty(),
                "'off' or a folder",
                text -> Optional.of(text.equalsIgnoreCase(OFF) ? Optional.empty() : Optional.of(Path.of(text))));
        return new DnsConfig(
                zones,
                mailbox(zones),
                nameServers(zones),
                TtlConfig.from(settings),
                socket("SocketPipe", DnsConfig.DEFAULT_SOCKET_PIPE),
                remote,
                socketMode(remote.isPresent() && keys.isPresent()),
                endpoints("Listen", DnsConfig.DEFAULT_LISTEN),
                numberOrOff("AnswersPerSecond", DnsConfig.DEFAULT_ANSWERS_PER_SECOND),
                settings.parsed(
                        DNS,
                        "ListenHttp",
                        Optional.empty(),
                        "'off' or ADDRESS:PORT with [ADDRESS]:PORT for IPv6 and a port in [0..65535]",
                        DnsConfigReader::endpoint),
                keys,
                settings.duration(DNS, "HandOver", DnsConfig.DEFAULT_HAND_OVER, Duration.ZERO, Duration.ofMinutes(10)),
                endpoints("PowerDns", DnsConfig.DEFAULT_POWER_DNS),
                numberOrOff("Samples", DnsConfig.DEFAULT_SAMPLES),
                settings.parsed(DNS, "Denial", Denial.NSEC3_NARROW, "nsec3-narrow or nsec", DnsConfigReader::denial));
    }

    private int socketMode(boolean secrets) {
        int mode = settings.parsed(
                DNS,
                "SocketMode",
                DnsConfig.DEFAULT_SOCKET_MODE,
                "permissions in octal, 0600 to 0777",
                DnsConfigReader::mode);
        if (secrets && (mode & OTHERS) != 0) {
            settings.problems()
                    .error(
                            settings.find(DNS, "SocketMode").map(Setting::where).orElse("[DNS] SocketMode"),
                            "[DNS] SocketMode must be 0600 to 0660 while Keys is given, since PowerDNS reads the private"
                                    + " keys through SocketRemote: 0" + Integer.toOctalString(mode));
        }
        return mode;
    }

    /** Off is 0. */
    private int numberOrOff(String key, int fallback) {
        return settings.parsed(
                DNS, key, fallback, "'off' or a whole number in [1.." + MAX_NUMBER + "]", DnsConfigReader::number);
    }

    private static Optional<Integer> number(String text) {
        if (text.equalsIgnoreCase(OFF)) {
            return Optional.of(0);
        }
        int number = Integer.parseInt(Ascii.number(text));
        return number >= 1 && number <= MAX_NUMBER ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Denial> denial(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nsec3-narrow" -> Optional.of(Denial.NSEC3_NARROW);
            case "nsec" -> Optional.of(Denial.NSEC);
            default -> Optional.empty();
        };
    }

    private List<String> zones() {
        Optional<Setting> given = settings.find(DNS, "Zone");
        if (given.isEmpty()) {
            settings.required(DNS, "Zone");
            return List.of();
        }
        List<String> zones = new ArrayList<>();
        for (String item : given.get().value().split(",", -1)) {
            Optional<String> zone = hostName(item.strip());
            if (zone.isEmpty()) {
                error(given.get(), "Zone", "must be one or several domain names, comma separated: '" + item + "'");
            } else if (zones.contains(zone.get())) {
                error(given.get(), "Zone", "names a zone twice: '" + zone.get() + "'");
            } else {
                zones.add(zone.get());
            }
        }
        return zones;
    }

    private String mailbox(List<String> zones) {
        String fallback = "hostmaster." + (zones.isEmpty() ? "invalid" : zones.getFirst());
        return settings.parsed(
                DNS, "Email", fallback, "an address such as hostmaster@example.com", DnsConfigReader::mailboxName);
    }

    /** RFC 1035 section 8: the local part is one label, so its dots are escaped; the first @ becomes a dot. */
    private static Optional<String> mailboxName(String email) {
        int at = email.indexOf('@');
        if (at < 0) {
            return hostName(email).filter(name -> name.contains("."));
        }
        String local = email.substring(0, at);
        Optional<String> domain = hostName(email.substring(at + 1));
        if (local.isEmpty() || local.contains(" ") || domain.isEmpty()) {
            return Optional.empty();
        }
        // canonical names are lower case, a mailbox keeps what was given
        String escaped = local.replace("\\", "\\\\").replace(".", "\\.");
        return DnsNames.canonical(escaped + "." + domain.get()).map(name -> escaped + "." + domain.get());
    }

    private List<NameServer> nameServers(List<String> zones) {
        List<NameServer> servers = new ArrayList<>();
        for (int i = 1; i <= MAX_NAME_SERVERS; i++) {
            String key = "NS" + i;
            Optional<Setting> given = settings.find(DNS, key);
            if (given.isPresent()) {
                nameServer(given.get(), key, zones).ifPresent(servers::add);
            } else if (i <= 2) {
                settings.problems()
                        .error("[DNS] " + key, "is missing: a zone has at least two name servers, NS1 and NS2");
            }
        }
        if (servers.size() > 1
                && servers.stream().map(NameServer::host).distinct().count() < 2) {
            settings.problems().error("[DNS] NS2", "is the same as NS1: a zone has at least two name servers");
        }
        return servers;
    }

    private Optional<NameServer> nameServer(Setting given, String key, List<String> zones) {
        String[] words = given.value().split("\\s+", -1);
        Optional<String> host = hostName(words[0]);
        if (host.isEmpty()) {
            error(
                    given,
                    key,
                    "must be a host name, and addresses behind it if it lies inside Zone: '" + given.value() + "'");
            return Optional.empty();
        }
        List<IpAddress> addresses = new ArrayList<>();
        for (String word : Arrays.asList(words).subList(1, words.length)) {
            try {
                addresses.add(IpAddress.parse(word));
            } catch (IllegalArgumentException e) {
                error(given, key, "has something behind the name that is no address: '" + word + "'");
            }
        }
        Optional<String> inside =
                zones.stream().filter(zone -> DnsNames.within(host.get(), zone)).findFirst();
        if (inside.isPresent() && words.length == 1) {
            error(
                    given,
                    key,
                    "lies inside zone " + inside.get()
                            + " and has no address: whoever looks for the zone would be sent to a name that only the zone itself"
                            + " can tell, without end; name a server of another domain, or write the address behind the name: '"
                            + words[0] + " 192.0.2.53'");
        }
        return Optional.of(new NameServer(host.get(), addresses));
    }

    private Optional<Path> socket(String key, Path fallback) {
        return settings.parsed(
                DNS,
                key,
                Optional.of(fallback),
                "'off' or a path of at most " + DnsConfig.MAX_SOCKET_PATH + " bytes",
                text -> text.equalsIgnoreCase(OFF)
                        ? Optional.of(Optional.empty())
                        : DnsConfig.fitsSocket(text) ? Optional.of(Optional.of(Path.of(text))) : Optional.empty());
    }

    private static Optional<Integer> mode(String text) {
        int mode = Integer.parseInt(Ascii.number(text), 8);
        return mode >= 0600 && mode <= 0777 ? Optional.of(mode) : Optional.empty();
    }

    private List<InetSocketAddress> endpoints(String key, InetSocketAddress fallback) {
        return settings.parsed(
                DNS,
                key,
                List.of(fallback),
                "'off' or a list of ADDRESS:PORT with [ADDRESS]:PORT for IPv6 and ports in [0..65535]",
                DnsConfigReader::endpoints);
    }

    private static Optional<Optional<InetSocketAddress>> endpoint(String text) {
        List<InetSocketAddress> listed = endpoints(text).orElseThrow(() -> new IllegalArgumentException("no port"));
        return listed.size() > 1
                ? Optional.empty()
                : Optional.of(listed.stream().findFirst());
    }

    private static Optional<List<InetSocketAddress>> endpoints(String text) {
        if (text.equalsIgnoreCase(OFF)) {
            return Optional.of(List.of());
        }
        List<InetSocketAddress> endpoints = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            endpoints.add(SocketAddresses.parse(item.strip()));
        }
        return Optional.of(endpoints);
    }

    private static Optional<String> hostName(String text) {
        return DnsNames.canonical(text).filter(DnsNames::isHostName);
    }

    private void error(Setting given, String key, String what) {
        settings.problems().error(given.where(), "[DNS] " + key + " " + what);
    }
}
