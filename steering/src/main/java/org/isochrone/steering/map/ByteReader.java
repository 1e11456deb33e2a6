package org.isochrone.steering.map;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteWriter} wrote; everything else is refused with its place. For one thread. */
final class ByteReader {
    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    int position() {
        return at;
    }

    int remaining() {
        return bytes.length - at;
    }

    int next() {
        if (at >= bytes.length) {
            throw damaged("it ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    /** Returns an unsigned number of up to 64 bits in its shortest form. */
    long bits() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            int part = next();
            if (shift == 63 && part > 1) {
                throw damaged("a number has more than 64 bits");
            }
            value |= (long) (part & 0x7F) << shift;
            if (part < 0x80) {
                if (part == 0 && shift > 0) {
                    throw damaged("a number is longer than it needs to be");
                }
                return value;
            }
        }
    }

    /** Returns an unsigned number in its shortest form, within {@code [0..max]}. */
    long number(long max) {
        long value = bits();
        if (value < 0 || value > max) {
            throw damaged("a number must be in [0.." + max + "]: " + Long.toUnsignedString(value));
        }
        return value;
    }

    int integer(int max) {
        return (int) number(max);
    }

    /** Returns how many items follow, each of at least {@code itemBytes}: never more than could stand there. */
    int count(int itemBytes) {
        return integer(remaining() / itemBytes);
    }

    String text(int maxBytes) {
        int length = integer(maxBytes);
        if (length > remaining()) {
            throw damaged("it ends too early");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, length))
                    .toString();
            at += length;
            return text;
        } catch (CharacterCodingException e) {
            throw damaged("a text is no UTF-8");
        }
    }

    MapChannelException damaged(String what) {
        return new MapChannelException("the map is damaged at byte " + at + ": " + what);
    }
}
