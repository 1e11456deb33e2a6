package org.isochrone.pdns.record;

/** The record types that are served, and what else can be asked for. */
public enum RecordType {
    /** An IPv4 address. */
    A(1),
    /** A name server of a zone. */
    NS(2),
    /** Another name for the same thing. */
    CNAME(5),
    /** The start of a zone. */
    SOA(6),
    /** Text. */
    TXT(16),
    /** An IPv6 address. */
    AAAA(28),
    /** All types of a name. */
    ANY(255),
    /** Any type that is never served. */
    OTHER(0);

    private static final RecordType[] VALUES = values();

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /** Returns the number of RFC 1035 and its successors; 0 for {@link #OTHER}. */
    public int code() {
        return code;
    }

    /** Returns the type that PowerDNS writes as {@code mnemonic}, in upper case; {@link #OTHER} if it is not served. */
    public static RecordType parse(String mnemonic) {
        for (RecordType type : VALUES) {
            if (type != OTHER && type.name().equals(mnemonic)) {
                return type;
            }
        }
        return OTHER;
    }

    /** Returns the type of that number; {@link #OTHER} if it is not served. */
    public static RecordType ofCode(int code) {
        for (RecordType type : VALUES) {
            if (type.code == code) {
                return type;
            }
        }
        return OTHER;
    }
}
