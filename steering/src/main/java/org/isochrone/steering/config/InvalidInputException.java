package org.isochrone.steering.config;

import java.util.List;

/** What a person gave cannot be used; each problem says where, what, and the legal range. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> problems;

    /** All problems found in one pass; at least one. */
    public InvalidInputException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** One problem at one place. */
    public InvalidInputException(String where, String what) {
        this(List.of(where + ": " + what));
    }

    /** Returns the problems, one sentence each. */
    public List<String> problems() {
        return problems;
    }
}
