package org.isochrone.steering.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is wrong with what was given, collected in one pass so that a person mends all of it at once. Not
 * safe for several threads.
 */
public final class Problems {
    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** Notes what must be mended before anything starts. {@code where} is a file, line or key. */
    public void error(String where, String what) {
        errors.add(where + ": " + what);
    }

    /** Notes what is odd but no reason to stop. */
    public void warning(String where, String what) {
        warnings.add(where + ": " + what);
    }

    /** Returns the errors in the order they were found. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** Returns the warnings in the order they were found. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Stops here if anything is wrong.
     *
     * @throws InvalidInputException naming every error
     */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidInputException(errors);
        }
    }
}
