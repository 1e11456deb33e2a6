package org.isochrone.pdns.dns.zone;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.config.Problems;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TTL;

/**
 * Reads a zone file (RFC 1035 section 5): {@code $ORIGIN}, {@code $TTL} (RFC 2308) and {@code $GENERATE} are followed,
 * {@code $INCLUDE} is not. For one file and one thread.
 */
final class ZoneFile {
    /** More would be a file of another kind, or a {@code $GENERATE} that went wrong. */
    static final int MAX_RECORDS = 1_000_000;

    private static final int MAX_BYTES = 256 << 20;

    /** Digits to which a number of {@code $GENERATE} is filled up: no name has room for more. */
    private static final int MAX_WIDTH = 255;

    private static final Pattern WIDTH = Pattern.compile("\\$\\{-?\\d*,0*(\\d+)");

    private final String file;
    private final Problems problems;
    private final List<ZoneEntry> entries = new ArrayList<>();
    private Name origin;
    private long ttl = -1;
    private boolean ttlGiven;
    private Optional<Name> owner = Optional.empty();

    private ZoneFile(String file, Name origin, Problems problems) {
        this.file = file;
        this.origin = origin;
        this.problems = problems;
    }

    /** Returns what could be read; what could not is noted in {@code problems}, with file and line. */
    static List<ZoneEntry> read(Path path, String apex, Problems problems) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                problems.error(path.toString(), "must not be larger than " + MAX_BYTES + " bytes");
                return List.of();
            }
            return read(Files.readString(path, StandardCharsets.ISO_8859_1), path.toString(), apex, problems);
        } catch (NoSuchFileException e) {
            problems.error(path.toString(), "there is no such file");
        } catch (IOException e) {
            problems.error(path.toString(), "cannot be read: " + e);
        }
        return List.of();
    }

    /** Does the same with a text, one character per byte of {@code file}. */
    static List<ZoneEntry> read(String text, String file, String apex, Problems problems) {
        ZoneFile zone = new ZoneFile(file, name(apex), problems);
        for (LogicalLines.Entry entry : LogicalLines.of(text, file, problems)) {
            zone.entry(entry);
            if (zone.entries.size() > MAX_RECORDS) {
                problems.error(
                        file + ":" + entry.number(), "a zone must not have more than " + MAX_RECORDS + " records");
                break;
            }
        }
        return zone.entries;
    }

    private void entry(LogicalLines.Entry entry) {
        String where = file + ":" + entry.number();
        try {
            switch (entry.continues() ? "" : entry.firstWord().toUpperCase(Locale.ROOT)) {
                case "$ORIGIN" -> origin = Name.fromString(argument(entry), origin);
                case "$TTL" -> {
                    ttl = TTL.parseTTL(argument(entry));
                    ttlGiven = true;
                }
                case "$INCLUDE" ->
                    problems.error(where, "$INCLUDE is not followed: put the records into the file itself");
                case "" -> {
                    if (owner.isEmpty()) {
                        problems.error(
                                where, "begins with a blank, which stands for the name before, and there is none");
                    } else {
                        records(where, owner.get() + " " + entry.text().stripLeading());
                    }
                }
                default -> {
                    owner = Optional.empty();
                    width(entry.text());
                    records(where, entry.text());
                }
            }
        } catch (IOException | RuntimeException e) {
            // The library throws unchecked exceptions for some mistakes as well.
            problems.error(where, bare(e));
            if (owner.isEmpty()) {
                owner = ownerOf(entry);
            }
        }
    }

    /** The library would fill up to any width, for which there may be no memory. */
    private static void width(String text) {
        WIDTH.matcher(text).results().map(found -> found.group(1)).forEach(width -> {
            if (width.length() > 3 || Integer.parseInt(width) > MAX_WIDTH) {
                throw new IllegalArgumentException(
                        "the width in $GENERATE must be in [0.." + MAX_WIDTH + "]: " + width);
            }
        });
    }

    private void records(String where, String text) throws IOException {
        Master master =
                new Master(new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.ISO_8859_1)), origin, ttl);
        master.disableIncludes();
        for (Record record = master.nextRecord();
                record != null && entries.size() <= MAX_RECORDS;
                record = master.nextRecord()) {
            owner = Optional.of(record.getName());
            // RFC 1035: without $TTL a record has the TTL of the one before
            ttl = ttlGiven ? ttl : record.getTTL();
            if (!take(where, record)) {
                // what $GENERATE makes more of the same would be refused for the same reason
                return;
            }
        }
    }

    /** Keeps a record, or says why not. */
    private boolean take(String where, Record record) {
        RecordType type = RecordType.ofCode(record.getType());
        if (record.getDClass() != DClass.IN) {
            problems.error(where, "the class must be IN: " + DClass.string(record.getDClass()));
        } else if (!type.isData()) {
            problems.error(
                    where,
                    "the type must be one of "
                            + Arrays.stream(RecordType.values())
                                    .filter(RecordType::isData)
                                    .map(Enum::name)
                                    .collect(Collectors.joining(" "))
                            + "; what signs a zone is made while it is served: " + RecordText.mnemonic(record));
        } else {
            String owner = RecordText.canonical(record.getName());
            String text = RecordText.text(record);
            entries.add(new ZoneEntry(where, owner, (int) record.getTTL(), RecordText.data(record), text));
            return true;
        }
        return false;
    }

    private static String argument(LogicalLines.Entry entry) {
        String[] words = entry.text().strip().split("[\\s;]+", 3);
        if (words.length < 2) {
            throw new IllegalArgumentException(words[0] + " needs a value behind it");
        }
        return words[1];
    }

    private Optional<Name> ownerOf(LogicalLines.Entry entry) {
        try {
            return Optional.of(Name.fromString(entry.firstWord(), origin));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The library counts lines of the text that it was given, which is one entry. */
    private static String bare(Exception e) {
        return "cannot be read: " + String.valueOf(e.getMessage()).replaceFirst("^<none>:\\d+: ", "");
    }

    private static Name name(String canonical) {
        try {
            return Name.fromString(canonical + ".");
        } catch (IOException e) {
            throw new IllegalArgumentException("not a name: '" + canonical + "'", e);
        }
    }
}
