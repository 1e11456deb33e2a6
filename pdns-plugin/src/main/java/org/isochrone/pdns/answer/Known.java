package org.isochrone.pdns.answer;

import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.NoBucket;

/** What is known of a question that was asked before, as far as it does not depend on the client. Immutable. */
sealed interface Known {
    /** Returns the zone that answers. */
    ServedZone zone();

    /** Tells whether this is the question. */
    boolean isOf(Asked asked);

    /**
     * A name that nothing but steering answers, for whatever type.
     *
     * @param name in canonical form
     * @param zone the zone that it is in
     * @param binding what it is bound to, for as long as the bucket, if it is one, lies where it does
     */
    record Steered(String name, ServedZone zone, Binding binding) implements Known {
        @Override
        public boolean isOf(Asked asked) {
            return asked.isFor(name);
        }
    }

    /**
     * A question that is answered the same to everybody, but for the addresses of a name that is steered as well.
     *
     * @param name in canonical form
     * @param type what is asked for
     * @param transport how it is asked
     * @param zone the zone that answers
     * @param addresses what the addresses are bound to, if they are steered
     * @param rest the reply without these
     * @param noBucket while this holds; empty for good
     */
    record Fixed(
            String name,
            RecordType type,
            Transport transport,
            ServedZone zone,
            Optional<Binding> addresses,
            Optional<Reply> rest,
            Optional<NoBucket> noBucket)
            implements Known {
        @Override
        public boolean isOf(Asked asked) {
            return type == asked.type() && transport == asked.transport() && asked.isFor(name);
        }
    }
}
