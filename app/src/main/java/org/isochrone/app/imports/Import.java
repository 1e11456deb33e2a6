package org.isochrone.app.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.isochrone.steering.config.Problems;

/**
 * Takes a file in, all of it or nothing: it is read to the end once to find what is wrong, and only if nothing is, once
 * more to hand on what it says.
 *
 * @param <T> what a line says
 */
final class Import<T> {
    private final Reading<T> reading;

    /** Reads a file from its beginning, as often as it is asked to. */
    @FunctionalInterface
    interface Reading<T> {
        /** Hands what every line says to {@code sink}, in order, and notes in {@code problems} what is wrong. */
        void read(Problems problems, Consumer<T> sink);
    }

    /** Takes in what {@code reading} finds. */
    Import(Reading<T> reading) {
        this.reading = reading;
    }

    /** Takes in a table; {@code parser} notes in the row's problems why it returns empty. */
    Import(CsvFile file, Function<CsvRow, Optional<T>> parser) {
        this((problems, sink) -> file.read(problems, row -> parser.apply(row).ifPresent(sink)));
    }

    /**
     * Reads the file to its end and shows every item to {@code look}.
     *
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong
     */
    void check(Consumer<T> look) {
        Problems problems = new Problems();
        reading.read(problems, look);
        problems.throwIfAny();
    }

    /**
     * Checks the file, then hands on everything in batches, in order.
     *
     * @return how many lines said something
     * @throws org.isochrone.steering.config.InvalidInputException naming what is wrong; nothing was handed on then
     */
    long run(int batchSize, Consumer<List<T>> sink) {
        check(_ -> {});
        List<T> batch = new ArrayList<>();
        long[] count = {0};
        check(item -> {
            count[0]++;
            batch.add(item);
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
}
