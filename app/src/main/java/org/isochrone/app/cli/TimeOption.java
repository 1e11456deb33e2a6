package org.isochrone.app.cli;

import java.time.Duration;
import org.isochrone.steering.config.Durations;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times as the configuration does. */
final class TimeOption implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    /** Reads times of a second or more. */
    static final class FromOneSecond implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration time = new TimeOption().convert(text);
            if (time.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new TypeConversionException("must be at least 1s: '" + text + "'");
            }
            return time;
        }
    }
}
