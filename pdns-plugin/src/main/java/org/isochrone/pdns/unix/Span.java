package org.isochrone.pdns.unix;

/** A part of a text, where it lies; it becomes another part when it is set again. For one thread. */
public final class Span implements CharSequence {
    private CharSequence text = "";
    private int start;
    private int end;

    /** Becomes the characters of {@code of} from {@code from} to before {@code to}. */
    public void set(CharSequence of, int from, int to) {
        text = of;
        start = from;
        end = to;
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
        return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return text.subSequence(start + from, start + to);
    }

    @Override
    public String toString() {
        return text.subSequence(start, end).toString();
    }
}
