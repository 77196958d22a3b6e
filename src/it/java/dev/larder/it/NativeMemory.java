package dev.larder.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a node holds in memory beside its heap and the files that it reads: what native code
 * allocated, buffers, stacks, classes and compiled code.
 */
final class NativeMemory {

  private static final Pattern HEAP = Pattern.compile("\\[0x([0-9a-f]+), 0x([0-9a-f]+)\\)");
  private static final Pattern MAPPING = Pattern.compile("([0-9a-f]+)-[0-9a-f]+ [rwxsp-]{4} .*");
  private static final Pattern ANONYMOUS = Pattern.compile("Anonymous: +(\\d+) kB");

  private final long pid;
  private final long heapFrom;
  private final long heapTo;

  private NativeMemory(long pid, long heapFrom, long heapTo) {
    this.pid = pid;
    this.heapFrom = heapFrom;
    this.heapTo = heapTo;
  }

  static NativeMemory of(RunningNode node) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Programs.Ended info =
        Programs.run(
            Duration.ofMinutes(1),
            Map.of(),
            List.of(jcmd, String.valueOf(node.pid()), "GC.heap_info"));
    Matcher heap = HEAP.matcher(info.out());
    if (!heap.find()) {
      throw new AssertionError("no heap in: " + info.said());
    }
    long from = Long.parseUnsignedLong(heap.group(1), 16);
    return new NativeMemory(node.pid(), from, Long.parseUnsignedLong(heap.group(2), 16));
  }

  /** In bytes, just now. */
  long bytes() {
    long kilobytes = 0;
    boolean counts = false;
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps"))) {
        Matcher mapping = MAPPING.matcher(line);
        if (mapping.matches()) {
          long at = Long.parseUnsignedLong(mapping.group(1), 16);
          counts = at < heapFrom || at >= heapTo;
        } else if (counts) {
          Matcher anonymous = ANONYMOUS.matcher(line);
          kilobytes += anonymous.matches() ? Long.parseLong(anonymous.group(1)) : 0;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return kilobytes * 1024;
  }
}
