package org.isochrone.sql;

import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes of any length in rows of at most {@link #SIZE}. */
final class MapChunks {
    /** Half a MiB: far below max_allowed_packet, which may be as little as 1 MiB. */
    static final int SIZE = 512 * 1024;

    /** What the bytes are. The ordinal is stored; add at the end only. */
    enum Kind {
        /** The encoding of the map. */
        ENCODING,
        /** What the builder remembers with the map. */
        BUILDER_STATE
    }

    private static final EnumColumn<Kind> KIND = new EnumColumn<>(Kind.class);

    private MapChunks() {}

    /** Writes {@code content} for a map that has none of that kind yet. */
    static void write(Connection connection, long mapKey, Kind kind, byte[] content) throws SQLException {
        for (int part = 0; part * (long) SIZE < content.length; part++) {
            int number = part;
            byte[] chunk = Arrays.copyOfRange(content, part * SIZE, (int) Math.min(content.length, (part + 1L) * SIZE));
            Rows.update(
                    connection,
                    "INSERT INTO map_chunk (map_key, kind, part, content) VALUES (?,?,?,?)",
                    row -> row.number(mapKey)
                            .number(KIND.code(kind))
                            .number(number)
                            .bytes(chunk));
        }
    }

    /** Reads what was written; empty bytes if nothing was. */
    static byte[] read(Connection connection, long mapKey, Kind kind) throws SQLException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] chunk : Rows.select(
                connection,
                "SELECT content FROM map_chunk WHERE map_key = ? AND kind = ? ORDER BY part",
                row -> row.number(mapKey).number(KIND.code(kind)),
                row -> row.getBytes("content"))) {
            content.writeBytes(chunk);
        }
        return content.toByteArray();
    }
}
