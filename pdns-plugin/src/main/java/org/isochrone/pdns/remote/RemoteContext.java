package org.isochrone.pdns.remote;

import java.util.function.Supplier;
import org.isochrone.pdns.answer.AnswerCounters;
import org.isochrone.pdns.answer.Responder;
import org.isochrone.pdns.dnssec.Denial;
import org.isochrone.pdns.dnssec.ZoneKeys;

/**
 * What all conversations in the remote backend's protocol share.
 *
 * @param responder answers questions
 * @param counters counts what cannot be understood
 * @param keys what the zones are signed with, private parts and all; must not wait
 * @param denial how signed zones prove that something is absent
 */
public record RemoteContext(Responder responder, AnswerCounters counters, Supplier<ZoneKeys> keys, Denial denial) {
    /** Zones that are not signed. */
    public RemoteContext(Responder responder, AnswerCounters counters) {
        this(responder, counters, () -> ZoneKeys.NONE, Denial.NSEC3_NARROW);
    }

    /** Returns the same for conversations with whom no secret is shared. */
    RemoteContext withoutKeys() {
        return new RemoteContext(responder, counters);
    }
}
