package org.isochrone.app.quickstart;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the quickstart runs. Immutable.
 *
 * @param once whether it ends after it has checked itself
 * @param data where everything is kept; empty for the user's data folder, or a temporary one with {@code once}
 * @param seed of the simulated internet
 * @param scale factor on every simulated delay, 1 for real geography
 */
public record QuickstartOptions(boolean once, Optional<Path> data, long seed, double scale) {
    /** The seed unless another is given. */
    public static final long DEFAULT_SEED = 2026;
}
