package org.isochrone.steering.health;

import java.util.List;

/**
 * What is believed of one zone, and who says what. Immutable.
 *
 * @param verdict what is answered by
 * @param upFrom names of the peers that see it up, in order
 * @param downFrom names of the peers that see it down, in order, those that are cut off included
 * @param reason what the peers of {@code downFrom} saw, for people; empty if there are none
 */
public record ZoneHealth(Verdict verdict, List<String> upFrom, List<String> downFrom, String reason) {
    /** A zone of which nobody says anything. */
    public static final ZoneHealth UNOBSERVED = new ZoneHealth(Verdict.UP, List.of(), List.of(), "");

    /** What is believed. */
    public enum Verdict {
        /** Nobody sees it down. */
        UP,
        /** Some see it down, but not enough: it is answered. */
        DOWN_FROM_SOME,
        /** It is not answered while another zone is left. */
        DOWN
    }

    /** Copies the lists. */
    public ZoneHealth {
        upFrom = List.copyOf(upFrom);
        downFrom = List.copyOf(downFrom);
    }

    /** Returns for people who sees a zone down and who does not. */
    public String story() {
        return downFrom.isEmpty()
                ? "up"
                : "from " + String.join(", ", downFrom) + ", up from "
                        + (upFrom.isEmpty() ? "nobody" : String.join(", ", upFrom)) + ": " + reason;
    }
}
