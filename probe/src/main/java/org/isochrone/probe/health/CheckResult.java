package org.isochrone.probe.health;

/**
 * What one check of one endpoint saw. Immutable.
 *
 * @param outcome what it says of the endpoint
 * @param reason what was seen, for people; at most {@link #MAX_REASON} characters
 */
public record CheckResult(Outcome outcome, String reason) {
    /** What is longer is cut off. */
    static final int MAX_REASON = 300;

    /** What a check says. */
    public enum Outcome {
        /** It answers as it should. */
        GOOD,
        /** It does not. */
        BAD,
        /** This peer cannot check it, which says nothing of the endpoint. */
        UNABLE
    }

    /** Cuts the reason. */
    public CheckResult {
        reason = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + "…";
    }

    /** The endpoint answers as it should. */
    static CheckResult good(String reason) {
        return new CheckResult(Outcome.GOOD, reason);
    }

    /** The endpoint does not answer as it should. */
    static CheckResult bad(String reason) {
        return new CheckResult(Outcome.BAD, reason);
    }

    /** This peer cannot check it. */
    static CheckResult unable(String reason) {
        return new CheckResult(Outcome.UNABLE, reason);
    }
}
