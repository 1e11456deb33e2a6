package org.isochrone.pdns.dns;

import java.util.Arrays;
import org.xbill.DNS.Type;

/**
 * {@code dig +subnet=0} sends a client subnet of family 0 and length 0: the asker wishes not to be known. The library
 * takes the family for a mistake, so the option is given a number for private use before the library reads it.
 */
final class FamilyZero {
    /** Option 8, four bytes: family 0, source 0, scope 0. */
    private static final byte[] OPTION = {0, 8, 0, 4, 0, 0, 0, 0};

    private static final int PRIVATE_OPTION = 65_001;
    private static final int HEADER = 12;

    /** Type and class behind the name of a question. */
    private static final int QUESTION = 4;

    /** Type, class, TTL and length behind the name of a record. */
    private static final int RECORD = 10;

    private static final int OPTION_HEAD = 4;

    private FamilyZero() {}

    /** Returns the message, or a copy in which such an option has another number. */
    static byte[] hidden(byte[] message) {
        int option = mayHave(message) ? option(message) : -1;
        if (option < 0) {
            return message;
        }
        byte[] other = message.clone();
        other[option] = (byte) (PRIVATE_OPTION >> 8);
        other[option + 1] = (byte) PRIVATE_OPTION;
        return other;
    }

    /** Tells whether the bytes of the option are anywhere, which they seldom are. */
    private static boolean mayHave(byte[] message) {
        for (int at = HEADER; at + OPTION.length <= message.length; at++) {
            if (isOption(message, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOption(byte[] message, int at) {
        return Arrays.equals(message, at, at + OPTION.length, OPTION, 0, OPTION.length);
    }

    /** Returns where the option begins; -1 if those bytes are of something else, or the message is damaged. */
    private static int option(byte[] message) {
        int at = HEADER;
        for (int left = number(message, 4); left > 0 && at < message.length; left--) {
            at = behindName(message, at) + QUESTION;
        }
        for (int left = number(message, 6) + number(message, 8) + number(message, 10); left > 0; left--) {
            at = behindName(message, at);
            if (at + RECORD > message.length) {
                return -1;
            }
            int end = at + RECORD + number(message, at + 8);
            if (number(message, at) == Type.OPT) {
                return inside(message, at + RECORD, Math.min(end, message.length));
            }
            at = end;
        }
        return -1;
    }

    private static int inside(byte[] message, int from, int to) {
        int at = from;
        while (at + OPTION.length <= to) {
            if (isOption(message, at)) {
                return at;
            }
            at += OPTION_HEAD + number(message, at + 2);
        }
        return -1;
    }

    /** A pointer ends a name (RFC 1035 section 4.1.4). */
    private static int behindName(byte[] message, int from) {
        int at = from;
        while (at < message.length && message[at] > 0) {
            at += message[at] + 1;
        }
        return at < message.length && message[at] < 0 ? at + 2 : at + 1;
    }

    private static int number(byte[] message, int at) {
        return (message[at] & 0xFF) << 8 | (message[at + 1] & 0xFF);
    }
}
