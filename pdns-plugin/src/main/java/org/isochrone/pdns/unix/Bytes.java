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

    private byte[] bytes = new byte[START];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int length;

    /** Appends text whose characters are all below 256, one byte each. */
    @SuppressWarnings("deprecation") // drops the upper half of characters, of which there is none, and makes no array
    public Bytes add(CharSequence text) {
        int more = text.length();
        reserve(more);
        if (text instanceof Span span) {
            System.arraycopy(span.octets(), span.start(), bytes, length, more);
        } else {
            text.toString().getBytes(0, more, bytes, length);
        }
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
        if (number >= 10) {
            add(number / 10);
        }
        return add((char) ('0' + number % 10));
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
