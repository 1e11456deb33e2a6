package org.isochrone.pdns.dnssec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.steering.config.Problems;

/**
 * A folder of keys as {@code dnssec-keygen} makes them: {@code KZONE.+ALGORITHM+TAG.key} holds the DNSKEY record,
 * {@code KZONE.+ALGORITHM+TAG.private} the private part, which nobody but its owner may read. Every key is used as long
 * as it lies there; times written into the files are not looked at.
 */
public final class KeyFolder {
    private static final Pattern NAME = Pattern.compile("K(.+)\\.\\+(\\d{3})\\+(\\d{5})\\.private");
    private static final Pattern DNSKEY =
            Pattern.compile("(?m)^[^;\\s]\\S*\\s.*\\bDNSKEY\\s+(\\d{1,5})\\s+3\\s+(\\d{1,3})\\s");
    private static final Pattern ALGORITHM = Pattern.compile("(?m)^Algorithm:\\s*(\\d{1,3})\\b");

    /** What PowerDNS 4.7 can sign with: RSA with SHA-256 and SHA-512, ECDSA, Ed25519 and Ed448. */
    private static final Set<Integer> ALGORITHMS = Set.of(8, 10, 13, 14, 15, 16);

    /** Of the lines in a private file, those that are no times. */
    private static final Pattern TIMES =
            Pattern.compile("(?m)^(Created|Publish|Activate|Revoke|Inactive|Delete|SyncPublish|SyncDelete):.*\\R?");

    private static final int MAX_BYTES = 65_536;

    private final Path folder;
    private final Problems problems;

    private KeyFolder(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /**
     * Reads the keys of some zones.
     *
     * @param zones canonical names; a key of any other zone is a problem
     * @param problems is told all that is wrong, with the file
     */
    public static ZoneKeys read(Path folder, List<String> zones, Problems problems) {
        return new KeyFolder(folder, problems).read(zones);
    }

    private ZoneKeys read(List<String> zones) {
        Map<String, List<ZoneKey>> keys = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    Optional<String> zone = DnsNames.canonical(name.group(1)).filter(zones::contains);
                    if (zone.isEmpty()) {
                        problems.error(file.toString(), "is a key of a zone that is not in [DNS] Zone");
                    } else {
                        List<ZoneKey> before = keys.computeIfAbsent(zone.get(), apex -> new ArrayList<>());
                        key(file, before.size() + 1).ifPresent(before::add);
                    }
                }
            }
        } catch (NoSuchFileException e) {
            problems.error(folder.toString(), "there is no such folder");
        } catch (IOException e) {
            problems.error(folder.toString(), "cannot be read: " + e);
        }
        return new ZoneKeys(keys);
    }

    private Optional<ZoneKey> key(Path file, int id) {
        try {
            return read(file, id);
        } catch (IOException e) {
            problems.error(file.toString(), "cannot be read: " + e);
            return Optional.empty();
        }
    }

    private Optional<ZoneKey> read(Path file, int id) throws IOException {
        if (!ownersAlone(file)) {
            return Optional.empty();
        }
        Path publicFile = file.resolveSibling(file.getFileName().toString().replaceAll("private$", "key"));
        if (!Files.isReadable(publicFile)) {
            problems.error(publicFile.toString(), "must stand beside " + file.getFileName() + " and be readable");
            return Optional.empty();
        }
        String secret = text(file);
        Matcher record = DNSKEY.matcher(text(publicFile));
        Matcher algorithm = ALGORITHM.matcher(secret);
        if (!secret.startsWith("Private-key-format: v1.") || !algorithm.find()) {
            problems.error(file.toString(), "must be a private key as dnssec-keygen writes it");
        } else if (!record.find()) {
            problems.error(publicFile.toString(), "must hold a DNSKEY record");
        } else {
            int number = Integer.parseInt(algorithm.group(1));
            int flags = Integer.parseInt(record.group(1));
            if (Integer.parseInt(record.group(2)) != number || !ALGORITHMS.contains(number)) {
                problems.error(
                        file.toString(),
                        "the algorithm must be that of " + publicFile.getFileName()
                                + " and one of 8, 10, 13, 14, 15, 16: " + number);
            } else if (flags != 256 && flags != 257) {
                problems.error(publicFile.toString(), "the flags must be 256 or 257: " + flags);
            } else {
                return Optional.of(
                        new ZoneKey(id, flags, number, TIMES.matcher(secret).replaceAll("")));
            }
        }
        return Optional.empty();
    }

    private boolean ownersAlone(Path file) throws IOException {
        Set<PosixFilePermission> others = Files.getPosixFilePermissions(file).stream()
                .filter(permission -> !permission.name().startsWith("OWNER_"))
                .collect(Collectors.toSet());
        if (!others.isEmpty()) {
            problems.error(
                    file.toString(),
                    "nobody but its owner may have rights to it, its permissions are "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + ": chmod 600 "
                            + file);
        }
        return others.isEmpty();
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " must not be larger than " + MAX_BYTES + " bytes");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
