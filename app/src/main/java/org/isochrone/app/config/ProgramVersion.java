package org.isochrone.app.config;

import java.util.Optional;

/** The version that the build wrote into the manifest of our jar. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** Returns the version; {@code development} when run from class files. */
    public static String text() {
        return Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
