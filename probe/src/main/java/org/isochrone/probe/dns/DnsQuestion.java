package org.isochrone.probe.dns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * The question that every DNS probe asks, and the test whether a message answers it. Recursion is not asked for, so
 * that no resolver does work on our behalf: what it has at hand, or a refusal, is an answer as fast as any. Immutable,
 * safe for any thread.
 */
public final class DnsQuestion {
    /** The text of the question asked unless another is configured: the servers of the root, which all know. */
    public static final String DEFAULT = ". NS";

    /** The bit of the third byte that tells an answer from a question. */
    private static final int RESPONSE = 0x80;

    private final Record question;
    private final byte[] template;

    private DnsQuestion(Record question) {
        this.question = question;
        Message message = Message.newQuery(question);
        message.getHeader().unsetFlag(Flags.RD);
        this.template = message.toWire();
    }

    /**
     * Reads one answer of its own making, so that the classes this takes are loaded before the first real answer waits
     * for its time stamp.
     */
    void warmUp() {
        byte[] answer = message(0);
        answer[2] |= (byte) RESPONSE;
        if (idOfAnswer(ByteBuffer.wrap(answer)).isEmpty()) {
            throw new IllegalStateException("does not know its own answer: " + this);
        }
    }

    /**
     * Parses {@code NAME TYPE}, the name absolute.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static DnsQuestion parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        int type = words.length == 2 ? Type.value(words[1].toUpperCase(Locale.ROOT)) : -1;
        if (type < 0) {
            throw new IllegalArgumentException("not a DNS question (NAME TYPE): '" + text + "'");
        }
        try {
            return new DnsQuestion(Record.newRecord(Name.fromString(words[0], Name.root), type, DClass.IN));
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a domain name: '" + words[0] + "'", e);
        }
    }

    /** Returns the message that asks, under {@code id}, 0 to 65535. */
    byte[] message(int id) {
        byte[] message = template.clone();
        message[0] = (byte) (id >>> 8);
        message[1] = (byte) id;
        return message;
    }

    /** Returns the id of the answer that {@code message} is; empty if it answers another question or is no answer. */
    Optional<Integer> idOfAnswer(ByteBuffer message) {
        try {
            Message parsed = new Message(message);
            Header header = parsed.getHeader();
            Record asked = parsed.getQuestion();
            boolean answers = header.getFlag(Flags.QR)
                    && header.getOpcode() == Opcode.QUERY
                    && asked != null
                    && asked.getName().equals(question.getName())
                    && asked.getType() == question.getType()
                    && asked.getDClass() == question.getDClass();
            return answers ? Optional.of(header.getID()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns {@code NAME TYPE}. */
    @Override
    public String toString() {
        return question.getName() + " " + Type.string(question.getType());
    }
}
