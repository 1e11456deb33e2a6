package org.isochrone.steering.decision;

import java.time.Instant;
import org.isochrone.steering.prefix.Prefix;

/**
 * One of the decisions, kept for those who want to know later what was answered. Immutable.
 *
 * @param at when it was made
 * @param answerer a number that the answering process drew when it started
 * @param number rises with each sample of that process
 * @param name what was asked: lower case, without a trailing dot; at most {@link #MAX_NAME} characters
 * @param client for whom, as far as it is known
 * @param zonegroup id of the zonegroup; empty for all zones of the realm
 * @param zone id of the first zone of the answer
 * @param scope the length of the prefix within which everybody gets this answer
 * @param step what the choice rests on, in lower case
 * @param transport how the question came: pipe, remote, dns
 * @param weight for how many decisions it stands
 */
public record DecisionSample(
        Instant at,
        int answerer,
        long number,
        String name,
        Prefix client,
        String zonegroup,
        String zone,
        int scope,
        String step,
        String transport,
        int weight) {
    /** What is longer is cut off: a name with bytes that must be written as {@code \DDD} may be four times as long. */
    public static final int MAX_NAME = 255;

    /** Cuts the name. */
    public DecisionSample {
        name = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME - 1) + "…";
    }
}
