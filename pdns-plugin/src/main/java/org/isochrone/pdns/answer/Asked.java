package org.isochrone.pdns.answer;

import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.DnsNames;
import org.isochrone.pdns.record.NameText;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.pdns.unix.Span;
import org.isochrone.steering.decision.Asker;

/**
 * The question at hand: a {@link Question} in parts, which the next one's take the place of, so that questions leave
 * nothing behind. For one thread.
 */
public final class Asked {
    private static final int HASH_FACTOR = 31;

    private final Transport transport;
    private final Asker asker = new Asker();
    private final NameText name = new NameText();
    private RecordType type = RecordType.OTHER;
    private int zone;

    /** For questions that come over one transport. */
    public Asked(Transport transport) {
        this.transport = transport;
    }

    /** Takes the parts of a question. */
    Asked(Question question) {
        this(question.transport());
        question.name().chars().forEach(name::add);
        type = question.type();
        asker.client(question.client());
    }

    /**
     * Takes a name in presentation form, with or without a trailing dot; false unless all its characters are plain ones
     * or escaped, so that it is canonical if it is a name at all.
     */
    public boolean name(Span text) {
        int end = text.length();
        end -= end > 0 && text.charAt(end - 1) == '.' && !(end > 1 && text.charAt(end - 2) == '\\') ? 1 : 0;
        name.clear();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            int octet = c == '\\' ? DnsNames.escaped(text, i) : c;
            if (c <= ' ' || c > '~' || octet < 0 || octet > 255) {
                return false;
            }
            if (c == '\\') {
                i += DnsNames.escapeLength(text, i) - 1;
                name.octet(octet);
            } else {
                name.add(c);
            }
        }
        return true;
    }

    /** Takes a canonical name. */
    public void canonical(NameText canonical) {
        name.set(canonical);
    }

    /**
     * Takes a canonical name.
     *
     * @param below labels in front of it; empty for none
     */
    public void canonical(CharSequence below, CharSequence canonical) {
        name.clear();
        for (int i = 0; i < below.length(); i++) {
            name.add(below.charAt(i));
        }
        if (!below.isEmpty()) {
            name.add('.');
        }
        for (int i = 0; i < canonical.length(); i++) {
            name.add(canonical.charAt(i));
        }
    }

    /** Sets what is asked for. */
    public void type(RecordType newType) {
        type = newType;
    }

    /** Sets which zone of ours is asked, by its number; 0 for the one that the name is in. */
    public void zone(int id) {
        zone = id;
    }

    /** Returns the number of the zone that is asked; of the one that answers, once it did. */
    public int zone() {
        return zone;
    }

    /** Returns for whom is asked, to be set. */
    public Asker asker() {
        return asker;
    }

    /** Returns how the question came. */
    Transport transport() {
        return transport;
    }

    boolean wantsAlias() {
        return Question.wantsAlias(transport, type);
    }

    boolean wants(RecordType wanted) {
        return type == wanted || type == RecordType.ANY;
    }

    RecordType type() {
        return type;
    }

    int hash() {
        return name.hash();
    }

    /** Returns a hash of what type is asked for as well. */
    int hashWithType() {
        return HASH_FACTOR * name.hash() + type.code() + 1;
    }

    /** Tells whether this is the name asked for; canonical, one octet per character. */
    boolean isFor(byte[] other) {
        return name.is(other);
    }

    /** Returns the name, until another is taken. */
    CharSequence text() {
        return name;
    }

    /** Returns the name, to be kept. */
    String name() {
        return name.toString();
    }

    /** Returns the question, to be kept. */
    public Question question() {
        return new Question(name(), type, asker.client(), transport);
    }
}
