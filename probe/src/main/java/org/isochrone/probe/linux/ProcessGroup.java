package org.isochrone.probe.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Programs that are started at the head of a process group, and a session, of their own, so that they can be ended with
 * all that they started, in one call and whoever their parent is by then. Only what makes a session for itself escapes.
 */
public final class ProcessGroup {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));
    private static final int SIGKILL = 9;

    private ProcessGroup() {}

    /**
     * Returns the program that makes a group before it becomes what its arguments say; it keeps its process id. Empty
     * where there is none, or this machine's calls are not known.
     */
    public static Optional<Path> leader() {
        return Linux.lack().isPresent()
                ? Optional.empty()
                : SETSID.stream().filter(Files::isExecutable).findFirst();
    }

    /** Kills the group that {@code leader}, ended or not, is or was the head of. Tells whether anybody was in it. */
    public static boolean kill(long leader) {
        if (leader <= 1 || leader > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be in [2.." + Integer.MAX_VALUE + "]: leader=" + leader);
        }
        return new Libc().kill((int) -leader, SIGKILL) == 0;
    }
}
