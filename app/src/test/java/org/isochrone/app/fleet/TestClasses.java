package org.isochrone.app.fleet;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the classes of this test come from, for a process of its own. */
final class TestClasses {
    private TestClasses() {}

    /** Returns the class path: that of the JVM, or of the loader which a runner of tests has made. */
    static String path() {
        return TestClasses.class.getClassLoader() instanceof URLClassLoader loader
                ? Arrays.stream(loader.getURLs()).map(TestClasses::file).collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static String file(URL url) {
        try {
            URI uri = url.toURI();
            return Path.of(uri).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
