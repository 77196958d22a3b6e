package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Linux says of memory. */
final class ProcessMemory {

  private static final Pattern SOCKETS = Pattern.compile("(?m)^TCP: .* mem (\\d+)$");
  private static final int PAGE = 4096;

  private ProcessMemory() {}

  /** Bytes of a process that are in memory, by kind: {@code Rss}, {@code Anonymous}. */
  static long of(long pid, String kind) {
    Pattern line = Pattern.compile("(?m)^" + kind + ": +(\\d+) kB$");
    return number(line, Path.of("/proc", Long.toString(pid), "smaps_rollup")) * 1024;
  }

  /** Bytes that the kernel holds for all TCP sockets of the machine. */
  static long ofSockets() {
    return number(SOCKETS, Path.of("/proc/net/sockstat")) * PAGE;
  }

  private static long number(Pattern pattern, Path file) {
    try {
      String text = Files.readString(file);
      Matcher matcher = pattern.matcher(text);
      if (!matcher.find()) {
        throw new AssertionError(file + " has no " + pattern + ":\n" + text);
      }
      return Long.parseLong(matcher.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
