package org.isochrone.pdns.dns;

import java.util.Arrays;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.steering.prefix.IpAddress;

/** Answers messages by what a responder says, and counts what cannot be understood. Safe for any thread. */
public final class DnsAnswerer {
    /** What fits into a packet without fragments on nearly every path (DNS flag day 2020). */
    static final int UDP_PAYLOAD = DnsWorker.UDP_PAYLOAD;

    private final Responder responder;
    private final AnswerCounters counters;

    /** Answers what {@code responder} says and counts what cannot be understood. */
    public DnsAnswerer(Responder responder, AnswerCounters counters) {
        this.responder = responder;
        this.counters = counters;
    }

    /** Returns one that answers message by message in the same memory, for one thread. */
    DnsWorker worker(Transport transport) {
        return new DnsWorker(responder, counters, transport);
    }

    /** Returns the answer to a message; empty for what deserves none: no header, or itself an answer. */
    Optional<byte[]> answer(byte[] message, IpAddress from, Transport transport) {
        DnsWorker worker = worker(transport);
        int length = worker.answer(message, message.length, from);
        return length == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(worker.bytes(), length));
    }
}
