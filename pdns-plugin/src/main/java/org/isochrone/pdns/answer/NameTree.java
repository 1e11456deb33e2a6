package org.isochrone.pdns.answer;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.isochrone.pdns.record.DnsNames;
import org.jspecify.annotations.Nullable;

/**
 * Names with all that lie above them up to the root, each in a place of its own, among which the closest encloser of a
 * name (RFC 4592 section 3.3.1) is found without leaving anything behind. Immutable, safe for any thread.
 */
final class NameTree {
    /** Stands for no place. */
    static final int NOWHERE = -1;

    /** Characters of what is a name in any case; of a name with escapes there may be more. */
    private static final int MAX_LENGTH = 253;

    private static final int MAX_LABEL = 63;

    /** Of {@link String#hashCode}, by which the names are found. */
    private static final int HASH_FACTOR = 31;

    private final @Nullable String[] places;
    private final int shift;

    /** Takes canonical names. */
    NameTree(Collection<String> names) {
        Set<String> all = new HashSet<>(names);
        for (String name : names) {
            for (String up = name; !up.isEmpty() && all.add(DnsNames.parent(up)); ) {
                up = DnsNames.parent(up);
            }
        }
        all.add("");
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(all.size());
        places = new String[2 << bits];
        shift = Integer.SIZE - bits - 1;
        for (String name : all) {
            int place = first(name.hashCode());
            while (places[place] != null) {
                place = next(place);
            }
            places[place] = name;
        }
    }

    /**
     * Returns the place of the nearest of the names above one that is none of them. {@link #NOWHERE} if it is one of
     * them, and if it may be no name at all: one with an empty label or a long one, or in all too long.
     *
     * @param name canonical, if it is a name
     */
    int encloser(CharSequence name) {
        int encloser = find(name, name.length(), 0);
        boolean there = true;
        int hash = 0;
        int factor = 1;
        int labelEnd = name.length();
        for (int i = name.length() - 1; i >= -1; i--) {
            if (i < 0 || name.charAt(i) == '.') {
                int label = labelEnd - i - 1;
                if (label == 0 || label > MAX_LABEL) {
                    return NOWHERE;
                }
                labelEnd = i;
                int place = there ? find(name, i + 1, hash) : NOWHERE;
                there = place != NOWHERE;
                encloser = there ? place : encloser;
            }
            if (i >= 0) {
                hash += name.charAt(i) * factor;
                factor *= HASH_FACTOR;
            }
        }
        return there || name.length() > MAX_LENGTH ? NOWHERE : encloser;
    }

    /** Returns the place of what stands from {@code start} on. */
    private int find(CharSequence text, int start, int hash) {
        int place = first(hash);
        for (String name = places[place]; name != null; name = places[place]) {
            if (isEnd(name, text, start)) {
                return place;
            }
            place = next(place);
        }
        return NOWHERE;
    }

    private static boolean isEnd(String name, CharSequence text, int start) {
        boolean same = name.length() == text.length() - start;
        for (int i = 0; same && i < name.length(); i++) {
            same = name.charAt(i) == text.charAt(start + i);
        }
        return same;
    }

    private int first(int hash) {
        return (hash * 0x9E37_79B9) >>> shift;
    }

    private int next(int place) {
        return place + 1 & places.length - 1;
    }
}
