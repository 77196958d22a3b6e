package dev.larder.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a flight recording says of a node's waiting. Its settings record every event, however short.
 *
 * <p>A channel that does not block still makes socket events, so those of {@code SocketChannelImpl}
 * only show that an I/O thread works; a wait is a read or write of a blocking socket, any reading
 * or writing of a file through the JDK, and every park, sleep or wait for a monitor.
 *
 * @param ioThreadEvents socket events of channels that do not block, on I/O threads
 * @param waitsElsewhere waits on all other threads
 * @param waitsOnIoThreads each with its stack
 */
record FlightRecording(long ioThreadEvents, long waitsElsewhere, List<String> waitsOnIoThreads) {

  private static final Path SETTINGS = Path.of("src/it/jfr/every-wait.jfc").toAbsolutePath();

  private static final Set<String> SOCKET = Set.of("jdk.SocketRead", "jdk.SocketWrite");
  private static final Set<String> WAITS =
      Set.of(
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce",
          "jdk.ThreadPark",
          "jdk.ThreadSleep",
          "jdk.JavaMonitorWait",
          "jdk.JavaMonitorEnter",
          "jdk.VirtualThreadPinned");

  /** The JVM option that records from the start and writes the file at the end. */
  static String option(Path file) {
    return "-XX:StartFlightRecording=filename="
        + file
        + ",settings="
        + SETTINGS
        + ",dumponexit=true";
  }

  static FlightRecording read(Path file) throws IOException {
    long ioThreadEvents = 0;
    long waitsElsewhere = 0;
    List<String> waitsOnIoThreads = new ArrayList<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        boolean onIoThread = isIoThread(event.getThread());
        if (!isWait(event)) {
          ioThreadEvents += onIoThread && SOCKET.contains(name(event)) ? 1 : 0;
        } else if (onIoThread) {
          waitsOnIoThreads.add(described(event));
        } else {
          waitsElsewhere++;
        }
      }
    }
    return new FlightRecording(ioThreadEvents, waitsElsewhere, waitsOnIoThreads);
  }

  private static boolean isWait(RecordedEvent event) {
    return WAITS.contains(name(event))
        || (SOCKET.contains(name(event))
            && frames(event).stream()
                .anyMatch(frame -> frame.contains("sun.nio.ch.NioSocketImpl")));
  }

  private static boolean isIoThread(RecordedThread thread) {
    return thread != null && thread.getJavaName() != null && thread.getJavaName().contains(" I/O-");
  }

  private static String name(RecordedEvent event) {
    return event.getEventType().getName();
  }

  private static String described(RecordedEvent event) {
    return event.getThread().getJavaName()
        + ": "
        + name(event)
        + " of "
        + event.getDuration()
        + frames(event).stream()
            .limit(25)
            .map(frame -> "\n  at " + frame)
            .collect(Collectors.joining());
  }

  private static List<String> frames(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return List.of();
    }
    return event.getStackTrace().getFrames().stream()
        .filter(RecordedFrame::isJavaFrame)
        .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
        .toList();
  }
}
