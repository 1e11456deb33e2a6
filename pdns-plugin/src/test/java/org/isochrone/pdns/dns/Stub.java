package org.isochrone.pdns.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.Collectors;
import org.isochrone.steering.prefix.Prefix;
import org.isochrone.steering.testkit.FreePort;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks a DNS server on 127.0.0.1 quickly, many times. For one thread. */
public final class Stub {
    private final SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(FreePort.loopback(), 1));

    public Stub(int port) {
        resolver.setAddress(new InetSocketAddress(FreePort.loopback(), port));
        resolver.setTimeout(Duration.ofSeconds(5));
        resolver.setEDNS(-1);
    }

    /** Will ask over TCP. */
    public Stub overTcp() {
        resolver.setTCP(true);
        return this;
    }

    /** Will ask from another loopback address. */
    public Stub from(InetAddress address) {
        resolver.setLocalAddress(new InetSocketAddress(address, 0));
        return this;
    }

    /** Returns all that came but the message's id. */
    public String everything(String name, int type, Prefix subnet) throws IOException {
        Message answer = resolver.send(query(name, type, subnet));
        answer.getHeader().setID(0);
        return answer.toString().replaceFirst(";; Message size.*", "").strip();
    }

    /** Returns status and sorted addresses: {@code NOERROR 192.0.2.1}; {@code TIMEOUT} if nothing comes. */
    public String ask(String name, int type, Prefix subnet) throws IOException {
        return ask(query(name, type, subnet));
    }

    /** The same without a client subnet. */
    public String ask(String name, int type) throws IOException {
        return ask(Message.newQuery(question(name, type)));
    }

    private String ask(Message query) {
        try {
            Message answer = resolver.send(query);
            return answer.getSection(Section.ANSWER).stream()
                    .map(Record::rdataToString)
                    .sorted()
                    .map(" "::concat)
                    .collect(Collectors.joining("", Rcode.string(answer.getRcode()), ""));
        } catch (IOException e) {
            return "TIMEOUT " + e;
        }
    }

    /** Returns a question with a client subnet. */
    public static Message query(String name, int type, Prefix subnet) throws IOException {
        Message query = Message.newQuery(question(name, type));
        query.addRecord(
                new OPTRecord(
                        1232,
                        0,
                        0,
                        0,
                        new ClientSubnetOption(subnet.length(), subnet.network().toInetAddress())),
                Section.ADDITIONAL);
        return query;
    }

    private static Record question(String name, int type) throws IOException {
        return Record.newRecord(Name.fromString(name + "."), type, DClass.IN);
    }

    /** Returns the number of a type. */
    public static int type(String mnemonic) {
        return Type.value(mnemonic);
    }
}
