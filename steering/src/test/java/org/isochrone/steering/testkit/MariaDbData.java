package org.isochrone.steering.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data directory of a MariaDB server that has never run: installed once per test JVM and copied from then on, which
 * takes a tenth of the time.
 */
final class MariaDbData {
    /** Also the server's, which would else write its log anew when it starts. */
    static final String LOG_SIZE = "--innodb-log-file-size=48M";

    private MariaDbData() {}

    private static final class Installed {
        static final Path DATA = install();
    }

    /** Makes {@code target}, which must not be there yet. */
    static void copyTo(Path target) {
        try (Stream<Path> files = Files.walk(Installed.DATA)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(Installed.DATA.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a folder and what is in it, if it is there. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path install() {
        try {
            Path folder = Files.createTempDirectory("isochrone-mariadb-new");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            Path data = folder.resolve("data");
            ServerProcess.run(
                    folder.resolve("install.log"),
                    List.of(
                            Servers.require("mariadb-install-db").toString(),
                            "--no-defaults",
                            "--datadir=" + data,
                            // A server that starts deletes the temporary tables of all that share this folder with it.
                            "--tmpdir=" + folder,
                            "--user=" + System.getProperty("user.name"),
                            "--auth-root-authentication-method=normal",
                            "--skip-test-db",
                            LOG_SIZE));
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
