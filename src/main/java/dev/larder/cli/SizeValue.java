package dev.larder.cli;

import dev.larder.config.ByteSize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes of the command line as those of the configuration are read. */
final class SizeValue implements ITypeConverter<ByteSize> {

  @Override
  public ByteSize convert(String value) {
    return ByteSize.parse(value)
        .filter(size -> size.bytes() > 0)
        .orElseThrow(
            () -> new TypeConversionException("'" + value + "' is no size such as 512MiB or 10GB"));
  }
}
