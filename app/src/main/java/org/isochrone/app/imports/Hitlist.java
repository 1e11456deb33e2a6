package org.isochrone.app.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.isochrone.steering.config.Problems;
import org.isochrone.steering.prefix.IpAddress;

/**
 * A list of addresses, one per line. What follows a {@code #}, and blank lines, are passed over; a file that is gzip
 * inside is unpacked. Immutable.
 *
 * @param path where it is
 */
record Hitlist(Path path) {
    /**
     * Reads the list to its end before anything of it is handed on, in batches.
     *
     * @return how many addresses it holds
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong; nothing was handed on then
     */
    long run(int batchSize, Consumer<List<IpAddress>> sink) {
        read(address -> {});
        List<IpAddress> batch = new ArrayList<>();
        long[] count = {0};
        read(address -> {
            count[0]++;
            batch.add(address);
            if (batch.size() == batchSize) {
                sink.accept(List.copyOf(batch));
                batch.clear();
            }
        });
        if (!batch.isEmpty()) {
            sink.accept(List.copyOf(batch));
        }
        return count[0];
    }

    private void read(Consumer<IpAddress> sink) {
        Problems problems = new Problems();
        try (BufferedReader lines = CsvFile.open(path)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = line.replace("\uFEFF", "").replaceFirst("#.*", "").strip();
                if (!text.isEmpty()) {
                    take(text, path + ":" + number, problems, sink);
                }
                if (problems.errors().size() >= CsvFile.MAX_PROBLEMS) {
                    problems.error(path.toString(), "was read no further than line " + number);
                    break;
                }
            }
        } catch (NoSuchFileException e) {
            problems.error(path.toString(), "there is no such file");
        } catch (CharacterCodingException e) {
            problems.error(path.toString(), "is not text in UTF-8");
        } catch (IOException e) {
            problems.error(path.toString(), "cannot be read: " + e);
        }
        problems.throwIfAny();
    }

    private static void take(String text, String where, Problems problems, Consumer<IpAddress> sink) {
        try {
            sink.accept(IpAddress.parse(text));
        } catch (IllegalArgumentException e) {
            problems.error(where, "must be one IPv4 or IPv6 address: '" + text + "'");
        }
    }
}
