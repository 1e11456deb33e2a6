package org.isochrone.steering.map;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The encoding of a map. Equal content gives equal bytes, on every machine.
 *
 * <pre>
 * map        = magic header zones rankings zonegroups number(newest) estimated estimated
 * magic      = 0x89 "ISOMAP" byte(1)                 ; the last is the version of this format
 * header     = text(realm id) number(realm epoch) text(period id) number(period epoch)
 *              number(serial) number(createdAt)      ; seconds since 1970
 * zones      = number(count) text*                   ; zone ids, ascending
 * rankings   = number(count) ranking*                ; none twice, in the order of their first use
 * ranking    = number(tiers) { number(zones) number(zone)+ }+
 * zonegroups = number(count) { text(id) routes routes }* ; ids ascending; IPv4, then IPv6
 * routes     = number(count) { prefix number(value) }*   ; ascending, the longest match counts
 * value      = 0 | ranking + 1                           ; 0: nothing is known here, in spite of a covering prefix
 * newest     = seconds since 1970                        ; of the newest burst, from which ages count
 * estimated  = number(count) { prefix estimates }*       ; IPv4, then IPv6; ascending, may cover each other
 * number     = unsigned, seven bits a byte, lowest first, the top bit: more follow; as short as possible
 * text       = number(bytes) UTF-8
 * </pre>
 *
 * A {@code prefix} is written by {@link PrefixCodec}, {@code estimates} by {@link EstimateCodec}. The routes that are
 * written are the fewest with these answers ({@link Ortc}); a reader asks only that they ascend. What {@link #decode}
 * does not refuse obeys all of this; the memory it takes is bounded by the number of bytes. Everything behind the
 * header follows from the content alone, not from when it was built.
 *
 * <p>Other versions of the format are refused and named: a reader keeps the map that it has, and a builder publishes
 * within minutes. Version 1 had disjoint cells. Safe for any thread.
 */
public final class MapCodec {
    static final byte[] MAGIC = {(byte) 0x89, 'I', 'S', 'O', 'M', 'A', 'P'};
    static final int FORMAT = 2;

    /** The year 2554: beyond it, nanoseconds since 1970 no longer fit where others may keep them. */
    static final long MAX_EPOCH_SECOND = (1L << 34) + (1L << 31);

    private static final int MAX_ID_BYTES = 1024;

    private MapCodec() {}

    /**
     * Encodes a map.
     *
     * @throws IllegalArgumentException if a ranking is empty or names a zone twice, an id is longer than 1024 bytes, or
     *     a number is out of its range
     */
    public static byte[] encode(MapContent content) {
        return new MapEncoder(content).encode(true);
    }

    /**
     * Encodes a map with the prefixes of the content, so that one sees what compression saves; the answers are equal.
     */
    public static byte[] encodePlain(MapContent content) {
        return new MapEncoder(content).encode(false);
    }

    /** Encodes a map and says what it is, ready to be published. */
    public static PublishedMap publish(MapContent content) {
        byte[] encoded = encode(content);
        return new PublishedMap(head(encoded), encoded);
    }

    /**
     * Decodes a map. The bytes must not be changed afterwards.
     *
     * @throws MapChannelException saying where and why this is no map of this format
     */
    public static CellMap decode(byte[] encoded) {
        return new MapDecoder(encoded).decode();
    }

    /**
     * Decodes a published map after {@link #verify}.
     *
     * @throws MapChannelException if it is damaged or not what its head says
     */
    public static CellMap decode(PublishedMap map) {
        verify(map);
        return decode(map.encoded());
    }

    /**
     * Returns what an encoded map is; reads its header only.
     *
     * @throws MapChannelException if there is no header
     */
    public static MapHead head(byte[] encoded) {
        Header header = Header.read(new ByteReader(encoded, 0));
        return new MapHead(header.version(), header.createdAt(), hash(encoded), encoded.length);
    }

    /**
     * Checks that the content is what the head says: its size, hash, version and time.
     *
     * @throws MapChannelException naming what differs
     */
    public static void verify(PublishedMap map) {
        MapHead said = map.head();
        byte[] encoded = map.encoded();
        if (encoded.length != said.size()) {
            throw new MapChannelException(
                    "map " + said.version() + " must have " + said.size() + " bytes: " + encoded.length);
        }
        String hash = hash(encoded);
        if (!hash.equals(said.hash())) {
            throw new MapChannelException("map " + said.version() + " must have the hash " + said.hash() + ": " + hash);
        }
        Header header = Header.read(new ByteReader(encoded, 0));
        if (!header.version().equals(said.version()) || !header.createdAt().equals(said.createdAt())) {
            throw new MapChannelException("the head names map " + said.version() + " of realm "
                    + said.version().realmId() + ", the content is map " + header.version() + " of realm "
                    + header.version().realmId());
        }
    }

    /**
     * Returns a hash that is the same for maps that differ in serial and time only.
     *
     * @throws MapChannelException if there is no header
     */
    public static String fingerprint(PublishedMap map) {
        ByteReader from = new ByteReader(map.encoded(), 0);
        MapVersion version = Header.read(from).version();
        MapVersion timeless =
                new MapVersion(version.realmId(), version.realmEpoch(), version.periodId(), version.periodEpoch(), 1);
        ByteWriter header = new ByteWriter();
        new Header(timeless, Instant.EPOCH).write(header);
        byte[] start = new byte[header.size()];
        header.copyTo(start, 0);
        MessageDigest digest = sha256();
        digest.update(start);
        digest.update(map.encoded(), from.position(), from.remaining());
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Returns a map with the same content under another name; when it was built stays, since ages count from then.
     *
     * @throws MapChannelException if there is no header
     */
    public static PublishedMap renamed(PublishedMap map, MapVersion version) {
        ByteReader from = new ByteReader(map.encoded(), 0);
        Header old = Header.read(from);
        ByteWriter header = new ByteWriter();
        new Header(version, old.createdAt()).write(header);
        byte[] encoded = new byte[Math.addExact(header.size(), from.remaining())];
        header.copyTo(encoded, 0);
        System.arraycopy(map.encoded(), from.position(), encoded, header.size(), from.remaining());
        return new PublishedMap(head(encoded), encoded);
    }

    private static String hash(byte[] encoded) {
        return HexFormat.of().formatHex(sha256().digest(encoded));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** The first part of a map. */
    record Header(MapVersion version, Instant createdAt) {
        static Header read(ByteReader from) {
            for (byte expected : MAGIC) {
                if (from.next() != (expected & 0xFF)) {
                    throw new MapChannelException("this is no latency map: it does not begin with 0x89 ISOMAP");
                }
            }
            int format = from.next();
            if (format != FORMAT) {
                throw new MapChannelException("the map has format " + format + ", known is " + FORMAT);
            }
            String realm = from.text(MAX_ID_BYTES);
            int realmEpoch = from.integer(Integer.MAX_VALUE);
            String period = from.text(MAX_ID_BYTES);
            int periodEpoch = from.integer(Integer.MAX_VALUE);
            long serial = from.number(Long.MAX_VALUE);
            Instant createdAt = Instant.ofEpochSecond(from.number(MAX_EPOCH_SECOND));
            return new Header(new MapVersion(realm, realmEpoch, period, periodEpoch, serial), createdAt);
        }

        void write(ByteWriter to) {
            to.put(MAGIC);
            to.put(FORMAT);
            to.text(checked(version.realmId()));
            to.number(notNegative("realm epoch", version.realmEpoch()));
            to.text(checked(version.periodId()));
            to.number(notNegative("period epoch", version.periodEpoch()));
            to.number(notNegative("serial", version.serial()));
            long second = notNegative("createdAt", createdAt.getEpochSecond());
            if (second > MAX_EPOCH_SECOND) {
                throw new IllegalArgumentException("createdAt must be before the year 2554: " + createdAt);
            }
            to.number(second);
        }

        private static long notNegative(String what, long value) {
            if (value < 0) {
                throw new IllegalArgumentException(what + " must be >= 0: " + value);
            }
            return value;
        }
    }

    /** Returns an id that may be written. */
    static String checked(String id) {
        if (id.getBytes(StandardCharsets.UTF_8).length > MAX_ID_BYTES) {
            throw new IllegalArgumentException("an id must be at most " + MAX_ID_BYTES + " bytes: '" + id + "'");
        }
        return id;
    }
}
