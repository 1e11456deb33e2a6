package org.isochrone.pdns.dns;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.isochrone.steering.decision.Client;
import org.isochrone.steering.prefix.IpAddress;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.OPTRecord;

/** The client subnet option of RFC 7871, from question to answer. */
final class ClientSubnets {
    /** Option 8, four bytes: family 0, source 0, scope 0. */
    private static final byte[] FAMILY_ZERO = {0, 8, 0, 4, 0, 0, 0, 0};

    private static final int PRIVATE_OPTION = 65_001;

    private ClientSubnets() {}

    /**
     * {@code dig +subnet=0} sends a client subnet of family 0 and length 0: the asker wishes not to be known. The
     * library takes the family for a mistake, so the option is given a number for private use, which nobody looks at.
     */
    static byte[] withoutFamilyZero(byte[] query) {
        for (int at = DnsAnswerer.HEADER; at + FAMILY_ZERO.length <= query.length; at++) {
            if (Arrays.equals(query, at, at + FAMILY_ZERO.length, FAMILY_ZERO, 0, FAMILY_ZERO.length)) {
                byte[] other = query.clone();
                other[at] = (byte) (PRIVATE_OPTION >> 8);
                other[at + 1] = (byte) PRIVATE_OPTION;
                return other;
            }
        }
        return query;
    }

    /** Returns the option, if it was sent. */
    static Optional<ClientSubnetOption> find(OPTRecord edns) {
        return edns.getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                .filter(ClientSubnetOption.class::isInstance)
                .map(ClientSubnetOption.class::cast)
                .findFirst();
    }

    /** Returns for whom the question is asked. */
    static Client client(Optional<ClientSubnetOption> subnet, IpAddress from) {
        return subnet.map(option -> {
                    // A v4-mapped subnet is IPv4 here, so its length may be more than the address has bits.
                    IpAddress address = IpAddress.of(option.getAddress());
                    int length = Math.min(
                            option.getSourcePrefixLength(), address.family().bits());
                    return Client.subnet(address.prefix(length), from);
                })
                .orElse(Client.resolver(from));
    }

    /** Returns the option of the answer: what was sent, with the scope. */
    static List<EDNSOption> echo(Optional<ClientSubnetOption> subnet, int scope) {
        return subnet.<List<EDNSOption>>map(option -> {
                    int bits = option.getFamily() == 1 ? 32 : 128;
                    return List.of(new ClientSubnetOption(
                            option.getSourcePrefixLength(), Math.min(scope, bits), option.getAddress()));
                })
                .orElse(List.of());
    }
}
