package dev.larder.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code 512MiB}, {@code 10GB}, {@code 64k}, {@code 1.5GiB}.
 *
 * <p>{@code KiB}, {@code MiB}, {@code GiB} and {@code TiB} are powers of 1024, {@code kB}, {@code
 * MB}, {@code GB} and {@code TB} powers of 1000; a bare letter is a power of 1024, as for the JVM's
 * own flags. Upper and lower case are the same.
 *
 * @param bytes zero or more
 */
public record ByteSize(long bytes) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?([a-z]{0,3})");
  private static final String[] BINARY_UNITS = {"TiB", "GiB", "MiB", "KiB"};

  private static final Map<String, Long> UNITS =
      Map.ofEntries(
          Map.entry("", 1L),
          Map.entry("b", 1L),
          Map.entry("k", 1L << 10),
          Map.entry("kib", 1L << 10),
          Map.entry("kb", 1_000L),
          Map.entry("m", 1L << 20),
          Map.entry("mib", 1L << 20),
          Map.entry("mb", 1_000_000L),
          Map.entry("g", 1L << 30),
          Map.entry("gib", 1L << 30),
          Map.entry("gb", 1_000_000_000L),
          Map.entry("t", 1L << 40),
          Map.entry("tib", 1L << 40),
          Map.entry("tb", 1_000_000_000_000L));

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is never negative: " + bytes);
    }
  }

  /** Empty when the text is no size, or one that does not fit 63 bits. */
  public static Optional<ByteSize> parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Long unit = UNITS.get(matcher.group(2));
    if (unit == null) {
      return Optional.empty();
    }
    BigInteger bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).toBigInteger();
    return bytes.bitLength() > 63
        ? Optional.empty()
        : Optional.of(new ByteSize(bytes.longValueExact()));
  }

  /** The shortest exact form in binary units; {@link #parse} reads it back to the same size. */
  @Override
  public String toString() {
    for (int i = 0; i < BINARY_UNITS.length; i++) {
      long unit = 1L << (10 * (BINARY_UNITS.length - i));
      if (bytes >= unit && bytes % unit == 0) {
        return bytes / unit + BINARY_UNITS[i];
      }
    }
    return Long.toString(bytes);
  }
}
