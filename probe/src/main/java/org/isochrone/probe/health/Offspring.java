package org.isochrone.probe.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A program and all that it started, known by a mark in the environment, which a process inherits even when its parent
 * has ended or it has made itself a session of its own. Where there is no {@code /proc}, those count whose parents are
 * still there. Safe for any thread.
 *
 * @param mark the value of the variable {@value #VARIABLE}, which no other program has
 */
record Offspring(String mark) {
    /** What the mark is called in the environment. */
    static final String VARIABLE = "ISOCHRONE_CHECK";

    /** New processes may begin while others are being ended, but not for ever. */
    private static final int PASSES = 5;

    /** Returns the mark of the next program. */
    static Offspring next() {
        return new Offspring(UUID.randomUUID().toString());
    }

    /** Ends {@code program} and all that it started. */
    void end(Process program) {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
        for (int pass = 0; pass < PASSES && endMarked(); pass++) {}
    }

    private boolean endMarked() {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            List<ProcessHandle> marked = all.filter(this::isMarked).toList();
            marked.forEach(ProcessHandle::destroyForcibly);
            return !marked.isEmpty();
        }
    }

    private boolean isMarked(ProcessHandle process) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1)
                    .contains(VARIABLE + "=" + mark);
        } catch (IOException e) {
            // It has ended, or is somebody else's.
            return false;
        }
    }
}
