package org.isochrone.pdns.unix;

import java.nio.charset.StandardCharsets;

/**
 * A run of octets where they lie, read as text of one character each; it becomes another run when it is set again. For
 * one thread.
 */
public final class Span implements CharSequence {
    private byte[] octets = new byte[0];
    private int start;
    private int end;

    /** Returns the octets of a text whose characters are all below 256. */
    public static Span of(String text) {
        byte[] octets = Bytes.of(text);
        Span span = new Span();
        span.set(octets, 0, octets.length);
        return span;
    }

    /** Becomes the octets of {@code of} from {@code from} to before {@code to}. */
    public void set(byte[] of, int from, int to) {
        octets = of;
        start = from;
        end = to;
    }

    /** Becomes the same octets as another. */
    public void set(Span other) {
        set(other.octets, other.start, other.end);
    }

    /** Returns what the octets lie in, not to be changed. */
    public byte[] octets() {
        return octets;
    }

    /** Returns where in {@link #octets} the first one lies. */
    public int start() {
        return start;
    }

    /** Returns where in {@link #octets} the last one lies, and one more. */
    public int end() {
        return end;
    }

    /** Tells whether these are the same characters. */
    public boolean is(String other) {
        boolean same = other.length() == length();
        for (int i = 0; same && i < other.length(); i++) {
            same = other.charAt(i) == charAt(i);
        }
        return same;
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        return (char) (octets[start + index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new String(octets, start + from, to - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return new String(octets, start, length(), StandardCharsets.ISO_8859_1);
    }
}
