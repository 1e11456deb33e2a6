package org.isochrone.app.http;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What can be watched, in Prometheus' text format. Values are read when somebody asks, so that counting costs nothing
 * but the counters that the modules keep anyway. Safe for any thread.
 */
public final class Metrics {
    /** The media type of {@link #text}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** Takes the current value of each combination of labels. */
    public interface Sink {
        /** Takes one value. */
        void value(double value, String... labels);

        /** Takes one count; beyond 2^53 it loses its last digits, as all of Prometheus does. */
        default void count(long count, String... labels) {
            value((double) count, labels);
        }
    }

    /** Adds a value that only rises; {@code name} without {@code _total}. */
    public void counter(String name, String help, List<String> labels, Consumer<Sink> reader) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> reader.accept(callback::call))
                .register(registry);
    }

    /** Adds a value that rises and falls. */
    public void gauge(String name, String help, List<String> labels, Consumer<Sink> reader) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(callback -> reader.accept(callback::call))
                .register(registry);
    }

    /** Takes the current counts of each combination of labels. */
    public interface HistogramSink {
        /**
         * Takes one distribution.
         *
         * @param reaches how far each class reaches, the last to infinity
         * @param counts how many are in each class, and in no class before
         * @param sum of all values
         */
        void value(List<Double> reaches, List<Long> counts, double sum, String... labels);
    }

    /** Adds a distribution. */
    public void histogram(String name, String help, List<String> labels, Consumer<HistogramSink> reader) {
        MetricMetadata metadata = new MetricMetadata(name, help);
        registry.register(() -> {
            List<HistogramSnapshot.HistogramDataPointSnapshot> points = new ArrayList<>();
            reader.accept((reaches, counts, sum, values) ->
                    points.add(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                            .classicHistogramBuckets(ClassicHistogramBuckets.of(reaches, counts))
                            .sum(sum)
                            .labels(Labels.of(labels.toArray(String[]::new), values))
                            .build()));
            return new HistogramSnapshot(metadata, points);
        });
    }

    /** Returns every value as it stands now. */
    public String text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("a ByteArrayOutputStream cannot fail", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
