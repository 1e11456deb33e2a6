package org.isochrone.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel calls this machine; asks no resolver. */
final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");
    private static final int MAX = 64;

    private HostName() {}

    /** Returns the name with what a peer's name may not have replaced; {@code localhost} if there is none. */
    static String get() {
        String name;
        try {
            name = Files.readString(KERNEL, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            name = "";
        }
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return clean.isEmpty() ? "localhost" : clean.substring(0, Math.min(MAX, clean.length()));
    }
}
