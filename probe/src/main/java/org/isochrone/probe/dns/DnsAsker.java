package org.isochrone.probe.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** Asks one name server one question and waits for the answer. Safe for any thread. */
public final class DnsAsker {
    private static final int TRIES = 2;

    private DnsAsker() {}

    /**
     * Asks over UDP, and over TCP where the answer does not fit; a question without an answer is asked once more after
     * half of the time. Recursion is asked for, which a name server that only knows its own zones passes over.
     *
     * @throws IOException if there is no answer in time, or it cannot be understood
     */
    public static DnsAnswer ask(InetAddress server, int port, String name, String type, Duration timeout)
            throws IOException {
        Message question =
                Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), Type.value(type), DClass.IN));
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(server, port));
        resolver.setTimeout(timeout.dividedBy(TRIES));
        for (int tried = 1; ; tried++) {
            try {
                return answer(resolver.send(question), Type.value(type));
            } catch (IOException e) {
                if (tried == TRIES || Thread.currentThread().isInterrupted()) {
                    throw new IOException("no answer: " + e.getMessage(), e);
                }
            }
        }
    }

    private static DnsAnswer answer(Message message, int type) {
        return new DnsAnswer(
                Rcode.string(message.getRcode()),
                message.getSection(Section.ANSWER).stream()
                        .filter(each -> each.getType() == type)
                        .map(Record::rdataToString)
                        .toList());
    }
}
