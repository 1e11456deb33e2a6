package org.isochrone.bench;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.isochrone.steering.prefix.IpFamily;
import org.isochrone.steering.prefix.Prefix;

/**
 * Writes a MaxMind DB [1] of one family whose records are texts: a binary tree of 32-bit records, each text once. For
 * one thread.
 *
 * <p>[1] MaxMind DB file format specification 2.0.
 */
final class MmdbWriter {
    private static final int EMPTY = -1;
    private static final int SEPARATOR_BYTES = 16;
    private static final int STRING = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;
    private static final int FIRST_EXTENDED = 8;
    private static final byte[] METADATA = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

    private final IpFamily family;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<String, Integer> offsets = new HashMap<>();
    private int[] records = {EMPTY, EMPTY}; // two to a node: a node, or -2 - offset of a text
    private int nodes = 1;

    MmdbWriter(IpFamily family) {
        this.family = family;
    }

    /** Puts a text on a prefix of at least one bit that neither covers another nor is covered. */
    void put(Prefix prefix, String text) {
        int offset = offsets.computeIfAbsent(text, unseen -> {
            int at = data.size();
            string(unseen, data);
            return at;
        });
        int node = 0;
        for (int bit = 0; bit < prefix.length() - 1; bit++) {
            int at = 2 * node + prefix.network().bit(bit);
            if (records[at] == EMPTY) {
                if (2 * nodes + 2 > records.length) {
                    int before = records.length;
                    records = Arrays.copyOf(records, 2 * before);
                    Arrays.fill(records, before, records.length, EMPTY);
                }
                records[at] = nodes++;
            }
            node = records[at];
        }
        records[2 * node + prefix.network().bit(prefix.length() - 1)] = -2 - offset;
    }

    byte[] toBytes() {
        ByteBuffer tree = ByteBuffer.allocate(8 * nodes);
        for (int i = 0; i < 2 * nodes; i++) {
            int record = records[i];
            tree.putInt(record == EMPTY ? nodes : record >= 0 ? record : nodes + SEPARATOR_BYTES - 2 - record);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(tree.array());
        all.writeBytes(new byte[SEPARATOR_BYTES]);
        all.writeBytes(data.toByteArray());
        all.writeBytes(METADATA);
        metadata(all);
        return all.toByteArray();
    }

    private void metadata(ByteArrayOutputStream to) {
        control(MAP, 9, to);
        number("binary_format_major_version", UINT16, 2, to);
        number("binary_format_minor_version", UINT16, 0, to);
        number("build_epoch", UINT64, Internet.NOW.getEpochSecond(), to);
        string("database_type", to);
        string("bench", to);
        string("description", to);
        control(MAP, 0, to);
        number("ip_version", UINT16, family == IpFamily.IPV4 ? 4 : 6, to);
        string("languages", to);
        control(ARRAY, 0, to);
        number("node_count", UINT32, nodes, to);
        number("record_size", UINT16, 32, to);
    }

    private static void number(String key, int type, long value, ByteArrayOutputStream to) {
        string(key, to);
        List<Integer> bytes = new ArrayList<>();
        for (long rest = value; rest > 0; rest >>>= 8) {
            bytes.addFirst((int) (rest & 0xFF));
        }
        control(type, bytes.size(), to);
        bytes.forEach(to::write);
    }

    private static void string(String text, ByteArrayOutputStream to) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        control(STRING, utf8.length, to);
        to.writeBytes(utf8);
    }

    /** A type, and a size of less than 285. */
    private static void control(int type, int size, ByteArrayOutputStream to) {
        int shortSize = Math.min(size, 29);
        if (type >= FIRST_EXTENDED) {
            to.write(shortSize);
            to.write(type - FIRST_EXTENDED + 1);
        } else {
            to.write(type << 5 | shortSize);
        }
        if (size >= 29) {
            to.write(size - 29);
        }
    }
}
