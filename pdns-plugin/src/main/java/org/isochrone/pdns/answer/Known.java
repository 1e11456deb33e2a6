package org.isochrone.pdns.answer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.isochrone.pdns.Transport;
import org.isochrone.pdns.record.RecordType;
import org.isochrone.steering.decision.Binding;
import org.isochrone.steering.decision.NoBucket;

/**
 * What is known of a question that was asked before, as far as it does not depend on the client. Made of few objects,
 * for each of them is a piece of memory that is in no cache when a name is asked for again. Immutable.
 */
abstract sealed class Known {
    /** Nothing. */
    static final Known NOTHING = new Nothing();

    private final byte[] name;
    private final int zone;

    private Known(String name, ServedZone zone) {
        this.name = name.getBytes(StandardCharsets.ISO_8859_1);
        this.zone = zone.id();
    }

    private Known() {
        this.name = new byte[0];
        this.zone = 0;
    }

    /** Returns the number of the zone that answers. */
    final int zone() {
        return zone;
    }

    /** Tells whether this is the question. */
    boolean isOf(Asked asked) {
        return asked.isFor(name);
    }

    private static final class Nothing extends Known {
        @Override
        boolean isOf(Asked asked) {
            return false;
        }
    }

    /** A name that nothing but steering answers, for whatever type. */
    static final class Steered extends Known {
        private final Binding binding;

        /**
         * Knows a name.
         *
         * @param name in canonical form
         * @param zone the zone that it is in
         * @param binding what it is bound to, for as long as the bucket, if it is one, lies where it does
         */
        Steered(String name, ServedZone zone, Binding binding) {
            super(name, zone);
            this.binding = binding;
        }

        Binding binding() {
            return binding;
        }
    }

    /** A question that is answered the same to everybody, but for the addresses of a name that is steered as well. */
    static final class Fixed extends Known {
        private final RecordType type;
        private final Transport transport;
        private final Optional<Binding> addresses;
        private final Optional<Reply> rest;
        private final Optional<NoBucket> noBucket;

        /**
         * Knows a question.
         *
         * @param zone the zone that answers
         * @param addresses what the addresses are bound to, if they are steered
         * @param rest the reply without these
         * @param noBucket while this holds; empty for good
         */
        Fixed(
                Question question,
                ServedZone zone,
                Optional<Binding> addresses,
                Reply rest,
                Optional<NoBucket> noBucket) {
            super(question.name(), zone);
            this.type = question.type();
            this.transport = question.transport();
            this.addresses = addresses;
            this.rest = Optional.of(rest);
            this.noBucket = noBucket;
        }

        Optional<Binding> addresses() {
            return addresses;
        }

        /** Returns the rest of the reply, always present: to say so makes no object. */
        Optional<Reply> rest() {
            return rest;
        }

        Optional<NoBucket> noBucket() {
            return noBucket;
        }

        @Override
        boolean isOf(Asked asked) {
            return type == asked.type() && transport == asked.transport() && super.isOf(asked);
        }
    }
}
