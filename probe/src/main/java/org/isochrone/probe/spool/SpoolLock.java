package org.isochrone.probe.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process out of a spool. The kernel lets go of it when the process ends, however it ends. */
final class SpoolLock implements AutoCloseable {
    private final FileChannel channel;

    private SpoolLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws IOException if another process, or another part of this one, has it
     */
    static SpoolLock take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // This process has it: not taken.
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new IOException(file + " is held: another probe process of this peer is running;"
                    + " give each its own [Probe] Peer, or run one at a time");
        }
        return new SpoolLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
