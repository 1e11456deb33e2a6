package org.isochrone.pdns.unix;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing run of bytes that an answer is put together in, so that it leaves in one write. For one thread. */
public final class Bytes {
    private static final int START = 1024;

    /** Of an int. */
    private static final int MAX_DIGITS = 10;

    private byte[] bytes = new byte[START];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int length;

    /** Returns the octets of a text whose characters are all below 256. */
    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Appends text whose characters are all below 256, one byte each. */
    @SuppressWarnings("deprecation") // drops the upper half of characters, of which there is none, and makes no array
    public Bytes add(CharSequence text) {
        if (text instanceof Span span) {
            return add(span);
        }
        int more = text.length();
        reserve(more);
        text.toString().getBytes(0, more, bytes, length);
        length += more;
        return this;
    }

    /** Appends the octets of a span. */
    public Bytes add(Span span) {
        return add(span.octets(), span.start(), span.length());
    }

    /** Appends octets. */
    public Bytes add(byte[] octets) {
        return add(octets, 0, octets.length);
    }

    private Bytes add(byte[] octets, int start, int more) {
        reserve(more);
        System.arraycopy(octets, start, bytes, length, more);
        length += more;
        return this;
    }

    /** Appends one byte. */
    public Bytes add(char octet) {
        reserve(1);
        bytes[length++] = (byte) octet;
        return this;
    }

    /** Appends a number of at least 0 in decimal. */
    public Bytes add(int number) {
        reserve(MAX_DIGITS);
        int digits = 1;
        for (int left = number / 10; left > 0; left /= 10) {
            digits++;
        }
        length += digits;
        int left = number;
        for (int i = 1; i <= digits; i++) {
            bytes[length - i] = (byte) ('0' + left % 10);
            left /= 10;
        }
        return this;
    }

    /** Returns how many bytes there are. */
    public int length() {
        return length;
    }

    /** Drops all but the first {@code newLength} bytes. */
    public void truncate(int newLength) {
        length = Math.min(length, newLength);
    }

    /** Writes everything, as one write if the other side takes it, and starts again from nothing. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        buffer.clear().limit(length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        clear();
    }

    /** Writes everything, and starts again from nothing. */
    public void writeTo(OutputStream stream) throws IOException {
        stream.write(bytes, 0, length);
        clear();
    }

    /** Has the bytes read where they lie, until more are appended. */
    public void read(Span into) {
        into.set(bytes, 0, length);
    }

    private void clear() {
        length = 0;
        if (bytes.length > START << 6) {
            keep(new byte[START]);
        }
    }

    private void keep(byte[] others) {
        bytes = others;
        buffer = ByteBuffer.wrap(others);
    }

    /** Returns the bytes as text, one character each. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            keep(Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more)));
        }
    }
}
