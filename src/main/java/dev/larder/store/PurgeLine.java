package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.store.Store.PurgeMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A line of the purge log: a checksum of the rest in hexadecimal, then fields that are separated by
 * tabs. It says that an epoch was reached and, unless its scope is {@code none}, what was purged.
 */
record PurgeLine(long epoch, Instant time, PurgeMode mode, @Nullable PurgeScope scope) {
  private static final char TAB = '\t';

  static PurgeLine of(PurgeRecord record) {
    return new PurgeLine(record.epoch(), record.time(), record.mode(), record.scope());
  }

  @Nullable PurgeRecord toRecord() {
    return scope == null ? null : new PurgeRecord(epoch, time, mode, scope);
  }

  String write() {
    StringBuilder line = new StringBuilder().append(epoch).append(TAB).append(time);
    line.append(TAB).append(mode.name().toLowerCase(Locale.ROOT));
    switch (scope) {
      case null -> put(line, "none");
      case PurgeScope.Url(CacheKey key) ->
          put(line, "url", key.site(), key.host(), key.path(), key.query());
      case PurgeScope.Prefix(String site, String host, String path) ->
          put(line, "prefix", site, host, path);
      case PurgeScope.Everything all -> put(line, "everything");
    }
    return checksum(line.toString()) + TAB + line + '\n';
  }

  private static void put(StringBuilder line, String... values) {
    for (String value : values) {
      line.append(TAB);
      line.append(
          value
              .replace("\\", "\\\\")
              .replace("\t", "\\t")
              .replace("\n", "\\n")
              .replace("\r", "\\r"));
    }
  }

  /** Reads a line without its end; null when it is damaged. */
  static @Nullable PurgeLine read(String line) {
    int tab = line.indexOf(TAB);
    if (tab < 0 || !checksum(line.substring(tab + 1)).equals(line.substring(0, tab))) {
      return null;
    }
    String[] fields = line.split("\t", -1);
    try {
      Instant time = Instant.parse(fields[2]);
      PurgeMode mode = PurgeMode.valueOf(fields[3].toUpperCase(Locale.ROOT));
      return new PurgeLine(Long.parseLong(fields[1]), time, mode, scope(fields));
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      // The checksum is right but the words are not known: a line of a later version.
      return null;
    }
  }

  private static @Nullable PurgeScope scope(String[] fields) {
    return switch (fields[4]) {
      case "none" -> null;
      case "everything" -> new PurgeScope.Everything();
      case "prefix" -> new PurgeScope.Prefix(text(fields[5]), text(fields[6]), text(fields[7]));
      case "url" ->
          new PurgeScope.Url(
              new CacheKey(text(fields[5]), text(fields[6]), text(fields[7]), text(fields[8])));
      default -> throw new IllegalArgumentException("unknown scope " + fields[4]);
    };
  }

  private static String text(String escaped) {
    StringBuilder text = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == '\\' && i + 1 < escaped.length()) {
        i++;
        c =
            switch (escaped.charAt(i)) {
              case 't' -> TAB;
              case 'n' -> '\n';
              case 'r' -> '\r';
              default -> escaped.charAt(i);
            };
      }
      text.append(c);
    }
    return text.toString();
  }

  private static String checksum(String rest) {
    CRC32C crc = new CRC32C();
    crc.update(rest.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
