package org.isochrone.app.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.file.FileProblem;

/** The lines of a file of text in UTF-8, which is unpacked if it is gzip inside. */
final class TextLines {
    /** So many problems are told of one file; whoever has more mends these first. */
    static final int MAX_PROBLEMS = 20;

    private static final int GZIP_MAGIC_1 = 0x1F;
    private static final int GZIP_MAGIC_2 = 0x8B;

    /** Takes one line. */
    @FunctionalInterface
    interface Taker {
        /**
         * Takes a line, without its end.
         *
         * @param where it stands, as {@code PATH:NUMBER}
         * @param number of the line, from 1
         * @return whether to read on
         */
        boolean take(String where, int number, String line);
    }

    private TextLines() {}

    /**
     * Hands every line to {@code taker}, in order; what cannot be read is noted in {@code problems}.
     *
     * @return whether the file was read to its end
     */
    static boolean read(Path path, Problems problems, Taker taker) {
        try (BufferedReader lines = open(path)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                // At the beginning of every line: some files are others, put together.
                String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
                if (!taker.take(path + ":" + number, number, text)) {
                    return false;
                }
                if (problems.errors().size() >= MAX_PROBLEMS) {
                    problems.error(path.toString(), "was read no further than line " + number);
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            problems.error(path.toString(), "there is no such file");
        } catch (CharacterCodingException e) {
            problems.error(path.toString(), "is not text in UTF-8");
        } catch (IOException e) {
            problems.error(path.toString(), "cannot be read: " + FileProblem.reason(e));
        }
        return false;
    }

    private static BufferedReader open(Path path) throws IOException {
        PushbackInputStream in = new PushbackInputStream(Files.newInputStream(path), 2);
        byte[] magic = in.readNBytes(2);
        in.unread(magic);
        boolean packed = magic.length == 2 && (magic[0] & 0xFF) == GZIP_MAGIC_1 && (magic[1] & 0xFF) == GZIP_MAGIC_2;
        return new BufferedReader(
                new InputStreamReader(packed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8.newDecoder()));
    }
}
