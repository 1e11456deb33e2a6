package org.isochrone.probe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isochrone.probe.dns.DnsQuestion;
import org.isochrone.probe.icmp.IcmpProber;
import org.isochrone.probe.pace.PaceLimits;
import org.isochrone.probe.plan.WorkConfig;
import org.isochrone.probe.prober.BurstShape;
import org.isochrone.probe.prober.SourceAddresses;
import org.isochrone.probe.spool.Spool;
import org.isochrone.steering.config.Settings;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Section {@code [Probe]}. Immutable.
 *
 * @param peer name of this peer, unique among all peers, {@code [A-Za-z0-9._-]{1,64}}; default the host's name
 * @param zone name or id of the zone that is measured from; empty where it is not configured
 * @param interval time between two bursts of the heaviest pair of client prefix and zone; default 15 min, floor 1 s.
 *     Targets outside loopback are probed at most every ten minutes whatever stands here.
 * @param longestInterval the same for the lightest pair; default 6 h, floor {@code interval}
 * @param shape what a burst looks like
 * @param pace how much may be sent
 * @param allowReserved the test switch: reserved, private and loopback space may be probed
 * @param ownSpace networks of ours that nothing else names; none of their addresses is probed, or taken for a client's
 * @param source local addresses to probe from
 * @param exclusions file of networks that must not be probed
 * @param question what DNS probes ask
 * @param contact what ICMP probes carry for the people at their target; at most 128 printable US-ASCII characters
 * @param spoolBytes bound on the spool; default 256 MiB, floor 1 MiB
 * @param authorities PEM file of certificates that HTTPS probes believe in beside those that Java knows: the one that
 *     {@code [Health]} names for checks, and reports if it cannot be read
 */
public record ProbeConfig(
        String peer,
        String zone,
        Duration interval,
        Duration longestInterval,
        BurstShape shape,
        PaceLimits pace,
        boolean allowReserved,
        Set<Prefix> ownSpace,
        SourceAddresses source,
        Optional<Path> exclusions,
        DnsQuestion question,
        String contact,
        long spoolBytes,
        Optional<Path> authorities) {
    /** The bound on the spool where none is configured. */
    public static final long DEFAULT_SPOOL_BYTES = 256L << 20;

    /** The interval where none is configured. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(15);

    /** The longest interval where none is configured. */
    public static final Duration DEFAULT_LONGEST_INTERVAL = Duration.ofHours(6);

    private static final String SECTION = "Probe";
    private static final Pattern PEER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*([KMG]?)i?B?");
    private static final Pattern URL = Pattern.compile("(?:https?://|mailto:)\\S");
    private static final long MAX_SPOOL_BYTES = 64L << 30;

    /** Reads the section. */
    public static ProbeConfig from(Settings settings) {
        boolean allowReserved = settings.flag(SECTION, "AllowReserved", false);
        Duration interval =
                settings.duration(SECTION, "Interval", DEFAULT_INTERVAL, Duration.ofSeconds(1), Duration.ofDays(7));
        return new ProbeConfig(
                settings.parsed(
                        SECTION,
                        "Peer",
                        HostName.get(),
                        "1 to 64 letters, digits, dots, hyphens or underscores",
                        text -> PEER.matcher(text).matches() ? Optional.of(text) : Optional.empty()),
                settings.text(SECTION, "Zone", ""),
                interval,
                settings.duration(SECTION, "LongestInterval", longer(interval), interval, Duration.ofDays(7)),
                shape(settings, allowReserved),
                new PaceLimits(
                        settings.integer(
                                SECTION,
                                "PacketsPerSecond",
                                PaceLimits.DEFAULT.packetsPerSecond(),
                                1,
                                PaceLimits.CEILING_PACKETS_PER_SECOND),
                        settings.integer(
                                SECTION,
                                "BurstsPerPrefixMinute",
                                PaceLimits.DEFAULT.burstsPerPrefixMinute(),
                                1,
                                PaceLimits.CEILING_BURSTS_PER_PREFIX_MINUTE)),
                allowReserved,
                settings.parsed(
                        SECTION,
                        "OwnSpace",
                        Set.of(),
                        "prefixes, as in 192.0.2.0/24, with commas between",
                        text -> Optional.of(Pattern.compile(",")
                                .splitAsStream(text)
                                .map(String::strip)
                                .filter(each -> !each.isEmpty())
                                .map(Prefix::parse)
                                .collect(Collectors.toUnmodifiableSet()))),
                source(settings),
                settings.find(SECTION, "ExclusionFile").map(file -> Path.of(file.value())),
                settings.parsed(
                        SECTION,
                        "DnsQuestion",
                        DnsQuestion.parse(DnsQuestion.DEFAULT),
                        "NAME TYPE, as in '. NS'",
                        text -> Optional.of(DnsQuestion.parse(text))),
                contact(settings),
                settings.parsed(
                        SECTION,
                        "SpoolSize",
                        DEFAULT_SPOOL_BYTES,
                        "a size in [1MiB..64GiB], in bytes or with K, M or G",
                        ProbeConfig::size),
                settings.find("Health", "CaFile").map(file -> Path.of(file.value())));
    }

    /** Returns the same for another peer, as where one process is a peer of several zones. */
    public ProbeConfig as(String otherPeer, String otherZone, SourceAddresses otherSource) {
        return new ProbeConfig(
                otherPeer,
                otherZone,
                interval,
                longestInterval,
                shape,
                pace,
                allowReserved,
                ownSpace,
                otherSource,
                exclusions,
                question,
                contact,
                spoolBytes,
                authorities);
    }

    /** Returns what is planned for the zone of id {@code zoneId}. */
    public WorkConfig work(String zoneId) {
        return new WorkConfig(peer, zoneId, interval, longestInterval, pace.leafPause(), allowReserved);
    }

    /** A peer tells those whom it probes where to learn more, in a test, too; a person's few probes need not. */
    private static String contact(Settings settings) {
        String contact = settings.parsed(
                SECTION,
                "Contact",
                IcmpProber.DEFAULT_CONTACT,
                "1 to " + IcmpProber.MAX_CONTACT + " printable US-ASCII characters",
                text -> IcmpProber.isContact(text) ? Optional.of(text) : Optional.empty());
        boolean peer = settings.find(SECTION, "Zone").isPresent();
        if (peer && !URL.matcher(contact).find()) {
            String must = "must hold a URL (http://, https:// or mailto:) for those who are probed";
            settings.find(SECTION, "Contact")
                    .ifPresentOrElse(
                            given -> settings.problems()
                                    .error(given.where(), "[Probe] Contact " + must + ": '" + contact + "'"),
                            () -> settings.problems().error("[Probe] Contact", "is missing: it " + must));
        }
        return contact;
    }

    private static Duration longer(Duration interval) {
        return interval.compareTo(DEFAULT_LONGEST_INTERVAL) > 0 ? interval : DEFAULT_LONGEST_INTERVAL;
    }

    private static BurstShape shape(Settings settings, boolean allowReserved) {
        Duration least = allowReserved ? Duration.ZERO : BurstShape.MIN_SPACING;
        return new BurstShape(
                BurstShape.DEFAULT.probes(),
                settings.duration(SECTION, "ProbeSpacing", BurstShape.DEFAULT.spacing(), least, Duration.ofSeconds(10)),
                settings.duration(
                        SECTION,
                        "Timeout",
                        BurstShape.DEFAULT.timeout(),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(10)));
    }

    private static SourceAddresses source(Settings settings) {
        return settings.parsed(
                SECTION,
                "SourceAddress",
                SourceAddresses.ANY,
                "an address of this machine, or one of each family with a comma between",
                text -> {
                    List<IpAddress> addresses = text.lines()
                            .flatMap(Pattern.compile(",")::splitAsStream)
                            .map(String::strip)
                            .map(IpAddress::parse)
                            .toList();
                    boolean oneOfEach =
                            addresses.stream().map(IpAddress::family).distinct().count() == addresses.size();
                    return oneOfEach
                            ? Optional.of(new SourceAddresses(
                                    first(addresses, IpFamily.IPV4), first(addresses, IpFamily.IPV6)))
                            : Optional.empty();
                });
    }

    private static Optional<IpAddress> first(List<IpAddress> addresses, IpFamily family) {
        return addresses.stream().filter(each -> each.family() == family).findFirst();
    }

    private static Optional<Long> size(String text) {
        Matcher matcher = SIZE.matcher(text.toUpperCase(Locale.ROOT).replace("IB", "iB"));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift = switch (matcher.group(2)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            default -> 0;
        };
        long number = Long.parseLong(matcher.group(1));
        boolean fits = number <= MAX_SPOOL_BYTES >> shift && number << shift >= Spool.MIN_BYTES;
        return fits ? Optional.of(number << shift) : Optional.empty();
    }
}
