package org.isochrone.steering.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/** Reads passwords and keys, which may stand in the configuration or in a file of their own. */
public final class Secrets {
    private Secrets() {}

    /**
     * Returns the value of {@code [section] key}, or the first line of the file that {@code [section] keyFile} names;
     * empty where neither is given. What is wrong is noted in the settings' problems, without the secret.
     */
    public static String read(Settings settings, String section, String key) {
        String secret = settings.text(section, key, "");
        Optional<Setting> file = settings.find(section, key + "File");
        if (file.isEmpty()) {
            return secret;
        }
        String where = file.get().where();
        String name = "[" + section + "] " + key;
        if (!secret.isEmpty()) {
            settings.problems().error(where, name + " and " + key + "File are both given: keep one of them");
            return secret;
        }
        Path path = Path.of(file.get().value());
        try {
            if (isReadableByOthers(path)) {
                settings.problems().warning(where, name + "File " + path + " can be read by everybody: chmod 600");
            }
            return Files.readString(path).lines().findFirst().orElse("");
        } catch (IOException e) {
            settings.problems().error(where, name + "File must be a file that can be read: '" + path + "' (" + e + ")");
            return "";
        }
    }

    private static boolean isReadableByOthers(Path path) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
    }
}
