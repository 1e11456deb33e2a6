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
    /** The name behind an address. */
    PTR(12),
    /** A host's kind and system. */
    HINFO(13),
    /** A mail server. */
    MX(15),
    /** Text. */
    TXT(16),
    /** Who is responsible. */
    RP(17),
    /** A server of the Andrew file system. */
    AFSDB(18),
    /** An IPv6 address. */
    AAAA(28),
    /** A place on earth. */
    LOC(29),
    /** A server of a service. */
    SRV(33),
    /** A rule that rewrites names and numbers. */
    NAPTR(35),
    /** A certificate. */
    CERT(37),
    /** The keys of a delegated zone. */
    DS(43),
    /** The key of an SSH server. */
    SSHFP(44),
    /** The certificate of a TLS server. */
    TLSA(52),
    /** The certificate of a mail user. */
    SMIMEA(53),
    /** An OpenPGP key. */
    OPENPGPKEY(61),
    /** How to reach a service. */
    SVCB(64),
    /** How to reach a web site. */
    HTTPS(65),
    /** Who may send mail, as text of a type of its own. */
    SPF(99),
    /** All types of a name. */
    ANY(255),
    /** A resource's address. */
    URI(256),
    /** Who may give out certificates. */
    CAA(257),
    /** Any type that is never served. */
    OTHER(0);

    private static final RecordType[] ALL = values();

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /** Returns the number of RFC 1035 and its successors; 0 for {@link #OTHER}. */
    public int code() {
        return code;
    }

    /** Returns the type that PowerDNS writes as {@code mnemonic}, in upper case; {@link #OTHER} if it is not served. */
    public static RecordType parse(CharSequence mnemonic) {
        // what PowerDNS asks for nearly always
        if (ANY.name().contentEquals(mnemonic)) {
            return ANY;
        }
        for (RecordType type : ALL) {
            if (type.name().contentEquals(mnemonic)) {
                return type;
            }
        }
        return OTHER;
    }

    /** Returns the type of that number; {@link #OTHER} if it is not served. */
    public static RecordType ofCode(int code) {
        for (RecordType type : ALL) {
            if (type.code == code) {
                return type;
            }
        }
        return OTHER;
    }

    /** Tells whether records of this type can be written into a zone. */
    public boolean isData() {
        return this != ANY && this != OTHER;
    }

    /**
     * Tells whether written records of this type may stand beside addresses that are not written: those of a steered
     * name, of a zone or of a name server.
     */
    public boolean besideAddresses() {
        return switch (this) {
            case A, AAAA, CNAME, NS, DS -> false;
            default -> true;
        };
    }

    /** Tells whether this is an IPv4 or IPv6 address. */
    public boolean isAddress() {
        return this == A || this == AAAA;
    }
}
