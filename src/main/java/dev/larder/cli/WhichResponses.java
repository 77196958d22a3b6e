package dev.larder.cli;

import dev.larder.http.CacheKey;
import dev.larder.store.disk.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose among stored responses. */
final class WhichResponses {

  @Option(
      names = "--prefix",
      paramLabel = "PATH|URL",
      converter = NamedTarget.Converter.class,
      description = "Only paths that begin so, at any byte, whatever their query; repeatable.")
  private List<NamedTarget> prefixes = new ArrayList<>();

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      converter = DurationValue.class,
      description = "Only what the origin sent or confirmed longer ago, as in 7d.")
  private @Nullable Duration olderThan;

  @Option(
      names = "--newer-than",
      paramLabel = "DURATION",
      converter = DurationValue.class,
      description = "Only what the origin sent or confirmed since, as in 12h.")
  private @Nullable Duration newerThan;

  /** What the options choose. */
  Predicate<StoredFile> wanted(Instant now) {
    return stored -> beginsSo(stored.address().key()) && isOfThatAge(stored, now);
  }

  private boolean beginsSo(CacheKey key) {
    return prefixes.isEmpty() || prefixes.stream().anyMatch(prefix -> prefix.begins(key));
  }

  private boolean isOfThatAge(StoredFile stored, Instant now) {
    Duration age = Duration.between(stored.head().responseTime(), now);
    return (olderThan == null || age.compareTo(olderThan) > 0)
        && (newerThan == null || age.compareTo(newerThan) <= 0);
  }
}
