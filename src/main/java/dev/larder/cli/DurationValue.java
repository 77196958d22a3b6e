package dev.larder.cli;

import dev.larder.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations of the command line as those of the configuration are read. */
final class DurationValue implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    return Durations.parse(value)
        .orElseThrow(
            () -> new TypeConversionException("'" + value + "' is no duration such as 12h or 7d"));
  }
}
