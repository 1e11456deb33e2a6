package org.isochrone.pdns;

import java.util.List;

/** A zone file for {@link World}: every common type, a wildcard, delegations, names that only have others below. */
public final class WrittenZone {
    /** Names of each kind that there is in that world with this zone. */
    public static final List<String> NAMES = List.of(
            "geo.example",
            "www.geo.example",
            "cdn.geo.example",
            "b.c.geo.example",
            "a.b.c.geo.example",
            "x.y.wild.geo.example",
            "photos.s3.geo.example",
            "logs.photos.s3.geo.example",
            "s3.geo.example",
            "unknown.s3.geo.example",
            "_map.geo.example",
            "nope.geo.example",
            "mail.geo.example",
            "alias.geo.example",
            "far.geo.example",
            "types.geo.example",
            "some.wild2.geo.example",
            "ent.geo.example",
            "sub.geo.example",
            "deep.down.sub.geo.example",
            "deep.under.ent.geo.example");

    public static final String TEXT = """
            $ORIGIN geo.example.
            $TTL 600
            @           IN SOA ns1 john\\.doe.example.org. ( 2026010100 ; serial
                               3600 600 1209600
                               120 )
                        NS    ns1
                        NS    ns2.example.org.
                        MX    10 mail
                        TXT   "v=spf1 mx -all"
                        CAA   0 issue "letsencrypt.org"
            ns1         A     192.0.2.53
            mail        A     192.0.2.25
                        AAAA  2001:db8:2::25
            www         TXT   "steered, and yet with a text"
            alias       CNAME mail
            far         CNAME www.example.org.
            types       TXT   "two; strings" "with \\"quotes\\", \\\\ and \\233"
                        MX    10 mail
                        MX    20 mail.example.org.
                        AAAA  ::ffff:192.0.2.77
                        SRV   1 2 443 mail
                        CAA   128 issuewild ";"
                        PTR   mail
                        NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@geo.example!" .
                        HTTPS 1 . alpn=h2,h3 port=8443 ipv4hint=192.0.2.25
                        SVCB  0 mail
                        TLSA  3 1 1 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6
                        URI   10 1 "https://geo.example/"
                        SPF   "v=spf1 -all"
                        SSHFP 1 1 123456789ABCDEF67890123456789ABCDEF67890
                        HINFO "any" "kind"
                        LOC   51 30 12.748 N 0 7 39.611 W 10m
            *.wild2     A     192.0.2.77
                        TXT   "wild"
            host.wild2  A     192.0.2.78
            a.ent       60 A  192.0.2.79
            sub         NS    ns.sub
                        NS    ns2.example.org.
                        DS    12345 13 2 0C72AC70B745AC19998811B131D662C9AC69DBDBE7CB23E5B514B56664C5D3D6
            ns.sub      A     192.0.2.80
                        AAAA  2001:db8:2::80
            self        NS    self
            self        A     192.0.2.81
            $GENERATE 1-3 h$ A 192.0.2.$
            """;

    private WrittenZone() {}
}
