package org.isochrone.app;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the manifest of our jar; {@code development} when run from class files. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"isochrone " + (version == null ? "development" : version)};
    }
}
