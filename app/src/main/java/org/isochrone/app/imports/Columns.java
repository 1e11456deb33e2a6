package org.isochrone.app.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import org.isochrone.steering.burst.Burst;
import org.isochrone.steering.burst.ProbeMethod;
import org.isochrone.steering.client.ClientPrefix;
import org.isochrone.steering.client.Target;
import org.isochrone.steering.config.Ascii;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.topology.GeoPoint;

/** What the columns of imported files may hold. */
final class Columns {
    private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(Burst.MAX_RTT_NANOS / 1_000_000);
    private static final int MAX_ROUND = 100_000_000;
    private static final long MAX_ASN = 0xFFFF_FFFFL;

    private Columns() {}

    static Optional<Prefix> prefix(CsvRow row, String column) {
        return row.parsed(column, "a prefix ADDRESS/LENGTH", text -> Optional.of(Prefix.parse(text)));
    }

    static Optional<Integer> round(CsvRow row) {
        return row.parsed(
                "round",
                "a whole number in [0.." + MAX_ROUND + "]",
                text -> Optional.of(Integer.parseInt(Ascii.number(text)))
                        .filter(round -> round >= 0 && round <= MAX_ROUND));
    }

    /** Nanoseconds; 0 for an empty field, which is a loss. */
    static Optional<Long> rttNanos(CsvRow row) {
        String legal = "more than 0 and at most " + MAX_MILLIS.toPlainString() + " ms, or empty for a loss";
        return row.parsed("rtt_ms", legal, text -> {
            if (text.isEmpty()) {
                return Optional.of(0L);
            }
            BigDecimal millis = new BigDecimal(Ascii.number(text));
            boolean inRange = millis.signum() > 0 && millis.compareTo(MAX_MILLIS) <= 0;
            return inRange
                    ? Optional.of(Math.max(
                            1,
                            millis.movePointRight(6)
                                    .setScale(0, RoundingMode.HALF_UP)
                                    .longValueExact()))
                    : Optional.empty();
        });
    }

    /** The columns {@code prefix,asn,country,lat,lon}, of which all but the first may be missing. */
    static Optional<ClientPrefix> place(CsvRow row) {
        Optional<Prefix> prefix = prefix(row, "prefix");
        Optional<Long> asn = row.parsed("asn", "a number in [0.." + MAX_ASN + "] or empty", text -> {
            long number = text.isEmpty() ? 0 : Long.parseLong(Ascii.number(text));
            return number >= 0 && number <= MAX_ASN ? Optional.of(number) : Optional.empty();
        });
        Optional<String> country = row.parsed(
                "country",
                "two letters (ISO 3166-1) or empty",
                text -> Optional.of(text.toUpperCase(Locale.ROOT)).filter(code -> code.matches("([A-Z]{2})?")));
        boolean placed = !row.text("lat").isEmpty() || !row.text("lon").isEmpty();
        Optional<GeoPoint> location = placed ? point(row) : Optional.empty();
        return prefix.isPresent() && asn.isPresent() && country.isPresent() && placed == location.isPresent()
                ? Optional.of(new ClientPrefix(prefix.get(), asn.get(), country.get(), location))
                : Optional.empty();
    }

    static Optional<Target> target(CsvRow row) {
        Optional<Prefix> prefix = prefix(row, "prefix");
        Optional<IpAddress> address = row.parsed("address", "an address inside the prefix", text -> {
            IpAddress parsed = IpAddress.parse(text);
            return prefix.isEmpty() || prefix.get().contains(parsed) ? Optional.of(parsed) : Optional.empty();
        });
        Optional<ProbeMethod> method =
                row.parsed("method", "one of tcp, dns, icmp, http", text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "tcp" -> Optional.of(ProbeMethod.TCP);
                    case "dns" -> Optional.of(ProbeMethod.DNS);
                    case "icmp" -> Optional.of(ProbeMethod.ICMP);
                    case "http" -> Optional.of(ProbeMethod.HTTP);
                    default -> Optional.empty();
                });
        if (prefix.isEmpty() || address.isEmpty() || method.isEmpty()) {
            return Optional.empty();
        }
        int usual = usualPort(method.get());
        return row.parsed("port", "a number in [1..65535], or empty for " + usual, text -> {
                    int port = text.isEmpty() ? usual : Integer.parseInt(Ascii.number(text));
                    return port <= 65_535 && (port >= 1 || usual == 0) ? Optional.of(port) : Optional.empty();
                })
                .map(port -> new Target(prefix.get(), address.get(), method.get(), port));
    }

    private static int usualPort(ProbeMethod method) {
        return switch (method) {
            case TCP, HTTP -> 80;
            case DNS -> 53;
            case ICMP, PASSIVE, IMPORTED -> 0;
        };
    }

    /** The columns {@code lat,lon}, both given. */
    static Optional<GeoPoint> point(CsvRow row) {
        Optional<Double> latitude = degrees(row, "lat", 90);
        Optional<Double> longitude = degrees(row, "lon", 180);
        return latitude.isPresent() && longitude.isPresent()
                ? Optional.of(new GeoPoint(latitude.get(), longitude.get()))
                : Optional.empty();
    }

    private static Optional<Double> degrees(CsvRow row, String column, int max) {
        return row.parsed(
                column,
                "degrees in [-" + max + ".." + max + "]",
                text -> Optional.of(Double.parseDouble(text)).filter(degrees -> Math.abs(degrees) <= max));
    }
}
