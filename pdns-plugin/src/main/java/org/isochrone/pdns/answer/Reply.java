package org.isochrone.pdns.answer;

import java.util.List;
import org.isochrone.pdns.record.ResourceRecord;

/**
 * The answer to a question, in no transport's form. Immutable.
 *
 * @param kind what was found
 * @param records the answer; none unless {@code kind} is {@link Kind#DATA} or {@link Kind#REFERRAL}
 */
public record Reply(Kind kind, List<ResourceRecord> records) {
    /** What was found. */
    public enum Kind {
        /** The name is in no zone of ours, or nothing is known yet: somebody else must answer. */
        NOT_OURS,
        /** The name does not exist. */
        NXDOMAIN,
        /** The name exists and has nothing of the type. */
        NODATA,
        /** There are records. */
        DATA,
        /** Another zone begins at the name or above it: the records are its name servers, and addresses of these. */
        REFERRAL
    }

    /** Somebody else must answer. */
    public static final Reply NOT_OURS = new Reply(Kind.NOT_OURS, List.of());

    /** The name does not exist. */
    public static final Reply NXDOMAIN = new Reply(Kind.NXDOMAIN, List.of());

    /** The name has nothing of the type. */
    public static final Reply NODATA = new Reply(Kind.NODATA, List.of());

    /** Copies the records. */
    public Reply {
        records = List.copyOf(records);
    }

    /** Returns the reply to a name that exists. */
    public static Reply of(List<ResourceRecord> records) {
        return records.isEmpty() ? NODATA : new Reply(Kind.DATA, records);
    }

    /** Returns the same without what depends on the client. */
    Reply unsteered() {
        return scope() == 0
                ? this
                : Reply.of(
                        records.stream().filter(record -> record.scope() == 0).toList());
    }

    /** Returns for how many leading bits of the client's address the whole reply holds; 0 for everybody. */
    public int scope() {
        int scope = 0;
        for (int i = 0; i < records.size(); i++) {
            scope = Math.max(scope, records.get(i).scope());
        }
        return scope;
    }
}
