package org.isochrone.pdns.record;

import java.util.List;
import org.isochrone.steering.prefix.IpAddress;
import org.isochrone.steering.prefix.IpFamily;

/** The content of a record. Immutable. Names are canonical, see {@link DnsNames}, without a trailing dot. */
public sealed interface RecordData {
    /** Returns the type of a record with this content. */
    RecordType type();

    /** Returns the presentation form as PowerDNS wants it of a backend: names without a trailing dot. */
    String text();

    /** Returns the same with more labels in front of a name that it leads to; itself if there is no such name. */
    default RecordData prefixed(String labels) {
        return this;
    }

    /**
     * An A or AAAA record.
     *
     * @param text made once, for it is written with each answer
     */
    record Address(IpAddress address, String text) implements RecordData {
        /** Leads to an address. */
        public Address(IpAddress address) {
            this(address, address.toString());
        }

        @Override
        public RecordType type() {
            return address.family() == IpFamily.IPV4 ? RecordType.A : RecordType.AAAA;
        }
    }

    /** A CNAME record. */
    record Alias(String target) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.CNAME;
        }

        @Override
        public String text() {
            return target;
        }

        @Override
        public RecordData prefixed(String labels) {
            return labels.isEmpty() ? this : new Alias(labels + '.' + target);
        }
    }

    /** An NS record. */
    record Server(String host) implements RecordData {
        @Override
        public RecordType type() {
            return RecordType.NS;
        }

        @Override
        public String text() {
            return host;
        }
    }

    /**
     * An SOA record.
     *
     * @param primary the first name server
     * @param mailbox who is responsible, as a name
     * @param serial 0 to 4294967295
     * @param refreshSeconds how often a secondary looks
     * @param retrySeconds how soon it looks again after a failure
     * @param expireSeconds how long it answers without having seen the primary
     * @param negativeSeconds how long the absence of a name or type may be cached
     * @param text made once, for it is written with each answer
     */
    record Soa(
            String primary,
            String mailbox,
            long serial,
            int refreshSeconds,
            int retrySeconds,
            int expireSeconds,
            int negativeSeconds,
            String text)
            implements RecordData {
        private static final long SERIALS = 1L << 32;

        /** Has all that is told. */
        public Soa(
                String primary,
                String mailbox,
                long serial,
                int refreshSeconds,
                int retrySeconds,
                int expireSeconds,
                int negativeSeconds) {
            this(
                    primary,
                    mailbox,
                    serial,
                    refreshSeconds,
                    retrySeconds,
                    expireSeconds,
                    negativeSeconds,
                    primary
                            + ' '
                            + mailbox
                            + ' '
                            + serial
                            + ' '
                            + refreshSeconds
                            + ' '
                            + retrySeconds
                            + ' '
                            + expireSeconds
                            + ' '
                            + negativeSeconds);
        }

        /**
         * Returns the same with a serial that is larger by {@code more}, in the arithmetic of RFC 1982, by which no
         * absence is cached for longer than so many seconds.
         */
        public Soa with(long more, int longest) {
            long sum = (serial + more) % SERIALS;
            int negative = Math.min(negativeSeconds, longest);
            return new Soa(primary, mailbox, sum, refreshSeconds, retrySeconds, expireSeconds, negative);
        }

        @Override
        public RecordType type() {
            return RecordType.SOA;
        }
    }

    /**
     * A TXT record.
     *
     * @param strings printable ASCII without quotes and backslashes, at most 255 characters each
     * @param text made once, for it is written with each answer
     */
    record Text(List<String> strings, String text) implements RecordData {
        /** Consists of these strings. */
        public Text(List<String> strings) {
            this(List.copyOf(strings), "\"" + String.join("\" \"", strings) + "\"");
        }

        @Override
        public RecordType type() {
            return RecordType.TXT;
        }
    }

    /**
     * A record of any other type, as it was written.
     *
     * @param text the presentation form, all names absolute, on one line
     * @param octets the wire form without compression, one character per octet
     */
    record Written(RecordType type, String text, String octets) implements RecordData {}
}
