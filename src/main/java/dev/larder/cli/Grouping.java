package dev.larder.cli;

import dev.larder.store.disk.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** By what {@code larder store du} adds up. */
enum Grouping {
  SITE,
  PATH,
  CODING,
  AGE;

  private static final String OLDEST = "older";

  private static final NavigableMap<Duration, String> AGES = ages();

  private static NavigableMap<Duration, String> ages() {
    NavigableMap<Duration, String> ages = new TreeMap<>();
    ages.put(Duration.ofHours(1), "to 1 hour");
    ages.put(Duration.ofDays(1), "to 1 day");
    ages.put(Duration.ofDays(7), "to 1 week");
    ages.put(Duration.ofDays(30), "to 30 days");
    ages.put(Duration.ofDays(90), "to 90 days");
    ages.put(Duration.ofDays(365), "to 1 year");
    return ages;
  }

  /** Groups that are shown even when they are empty, in this order. */
  Stream<String> known() {
    return this == AGE ? Stream.concat(AGES.values().stream(), Stream.of(OLDEST)) : Stream.empty();
  }

  /**
   * The group of a stored response.
   *
   * @param depth how many directories of its path tell groups apart
   */
  String of(StoredFile stored, int depth, Instant now) {
    return switch (this) {
      case SITE -> stored.address().key().site();
      case PATH ->
          stored.address().key().site() + ' ' + directory(stored.address().key().path(), depth);
      case CODING -> stored.address().coding().token();
      case AGE -> age(Duration.between(stored.head().responseTime(), now));
    };
  }

  /** The first directories of a path, with the slash behind the last. */
  static String directory(String path, int depth) {
    int end = 0;
    for (int i = 0; i < depth; i++) {
      int next = path.indexOf('/', end + 1);
      if (next < 0) {
        break;
      }
      end = next;
    }
    return path.substring(0, Math.min(path.length(), end + 1));
  }

  private static String age(Duration age) {
    var bucket = AGES.ceilingEntry(age);
    return bucket == null ? OLDEST : bucket.getValue();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads one, in lower case. */
  static final class Converter implements ITypeConverter<Grouping> {
    @Override
    public Grouping convert(String value) {
      return Stream.of(values())
          .filter(grouping -> grouping.word().equals(value))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "'"
                      + value
                      + "' is none of "
                      + Stream.of(values()).map(Grouping::word).collect(Collectors.joining(", "))));
    }
  }
}
