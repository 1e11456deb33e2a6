package org.isochrone.app.imports;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.isochrone.probe.passive.log.LogImport.Source;
import org.isochrone.steering.config.InvalidInputException;

/** Logs that are open, and how far they were read. Not safe for several threads; close it to close them. */
public final class LogFiles implements AutoCloseable {
    private static final String STANDARD_INPUT = "-";

    private final List<InputStream> open = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private long size;
    private long read;

    /**
     * Opens logs by name; {@code -} is standard input, which is not closed.
     *
     * @throws InvalidInputException if there is no such file
     * @throws IOException if one cannot be opened; none stays open then
     */
    public static LogFiles open(List<String> names) throws IOException {
        LogFiles files = new LogFiles();
        try {
            for (String name : names) {
                files.add(name);
            }
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private void add(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            sources.add(new Source(name, System.in));
            return;
        }
        try {
            InputStream in = Files.newInputStream(Path.of(name));
            open.add(in);
            sources.add(new Source(name, new Counted(in)));
            size += Files.size(Path.of(name));
        } catch (NoSuchFileException e) {
            throw new InvalidInputException(name, "there is no such file");
        }
    }

    /** Returns the logs. */
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    /** Returns the bytes of all files, standard input not counted. */
    public long size() {
        return size;
    }

    /** Returns how many of them were read. */
    public long read() {
        return read;
    }

    @Override
    public void close() throws IOException {
        for (InputStream in : open) {
            in.close();
        }
    }

    /** Counts what is read. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            read += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            read += Math.max(0, count);
            return count;
        }
    }
}
