package org.isochrone.pdns.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A canonical name in the making, in memory that the next one's characters take the place of. For one thread. */
public final class NameText implements CharSequence {
    private static final int HASH_FACTOR = 31;

    private byte[] characters = new byte[64];
    private int length;
    private int hash;

    /** Becomes the root. */
    public void clear() {
        length = 0;
        hash = 0;
    }

    /** Appends a character, a dot between labels; letters come in lower case. */
    public void add(int character) {
        if (length == characters.length) {
            characters = Arrays.copyOf(characters, 2 * length);
        }
        int lower = character >= 'A' && character <= 'Z' ? character + 'a' - 'A' : character;
        characters[length++] = (byte) lower;
        hash = HASH_FACTOR * hash + lower;
    }

    /** Appends an octet of a label. */
    public void octet(int octet) {
        if (DnsNames.plain(octet)) {
            add(octet);
        } else {
            add('\\');
            add('0' + octet / 100);
            add('0' + octet / 10 % 10);
            add('0' + octet % 10);
        }
    }

    /** Becomes the same name as another. */
    public void set(NameText other) {
        if (characters.length < other.length) {
            characters = new byte[other.characters.length];
        }
        System.arraycopy(other.characters, 0, characters, 0, other.length);
        length = other.length;
        hash = other.hash;
    }

    /** Returns a hash of the name. */
    public int hash() {
        return hash;
    }

    /** Tells whether this is the same name as a canonical one, of one octet per character. */
    public boolean is(byte[] other) {
        return Arrays.equals(characters, 0, length, other, 0, other.length);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        return (char) (characters[index] & 0xFF);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        return new String(characters, 0, length, StandardCharsets.ISO_8859_1);
    }
}
