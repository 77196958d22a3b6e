package dev.larder.it;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * What a flight recording says of a node's waiting. Its settings record every event, however short,
 * so three kinds are told apart:
 *
 * <p><em>Waits</em> always count: reading or writing a file through the JDK, a blocking socket, a
 * sleep, a wait for a notification. The random numbers of TLS are excused, which come from a device
 * that never waits.
 *
 * <p><em>Locks</em> are how threads keep out of each other's way for some instructions: the
 * selector and Undertow's buffer pool cannot do without. One that a class of ours takes counts
 * always; one inside a library counts when it takes so long that its holder must have waited for
 * something.
 *
 * <p>Neither counts where a class is loaded, which happens once in the life of a process. That
 * shows as a loader on the stack, or as what the JVM does by itself for a thread that needs a class
 * which another one has in hand: it waits without a call of {@link Object#wait}, or takes the lock
 * of a loader, or of the class, which is an empty array.
 *
 * <p><em>Socket events</em> of channels that do not block only show that an I/O thread works.
 *
 * @param ioThreadEvents socket events of channels that do not block, on I/O threads
 * @param waitsElsewhere waits and locks on all other threads
 * @param waitsOnIoThreads each with its stack
 */
record FlightRecording(long ioThreadEvents, long waitsElsewhere, List<String> waitsOnIoThreads) {

  private static final Path SETTINGS = Path.of("src/it/jfr/every-wait.jfc").toAbsolutePath();

  /**
   * Longer than a busy machine, or a pause of the JVM, keeps the holder of a lock from its core.
   */
  private static final Duration LONG_LOCK = Duration.ofMillis(500);

  private static final Pattern JDK = Pattern.compile("^(java|javax|jdk|sun)\\.");
  private static final String RANDOM_NUMBERS = "sun.security.provider.NativePRNG";
  private static final String LOADER = "jdk.internal.loader.BuiltinClassLoader";
  private static final Set<String> LOCKS_OF_CLASSES =
      Set.of("[I", "jdk.internal.loader.ClassLoaders$AppClassLoader");
  private static final Set<String> SOCKET = Set.of("jdk.SocketRead", "jdk.SocketWrite");
  private static final String LOCK = "jdk.JavaMonitorEnter";
  private static final Set<String> LOCKS = Set.of("jdk.ThreadPark", LOCK);
  private static final String NOTIFICATION = "jdk.JavaMonitorWait";
  private static final Set<String> WAITS =
      Set.of("jdk.FileRead", "jdk.FileWrite", "jdk.FileForce", "jdk.ThreadSleep", NOTIFICATION);

  /** Begins to record a node that runs. */
  static void begin(RunningNode node) {
    command(node, "JFR.start", "settings=" + SETTINGS);
  }

  /** What was recorded since the beginning. */
  static FlightRecording of(RunningNode node, Path file) throws IOException {
    command(node, "JFR.dump", "filename=" + file);
    return read(file);
  }

  private static void command(RunningNode node, String verb, String argument) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Programs.Ended ended =
        Programs.run(
            Duration.ofMinutes(1),
            Map.of(),
            List.of(jcmd.toString(), Long.toString(node.pid()), verb, argument));
    if (ended.status() != 0) {
      throw new AssertionError(verb + " fails: " + ended.said());
    }
  }

  private static FlightRecording read(Path file) throws IOException {
    long ioThreadEvents = 0;
    long waitsElsewhere = 0;
    List<String> waitsOnIoThreads = new ArrayList<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (!isIoThread(event.getThread())) {
          waitsElsewhere += isWait(event) || LOCKS.contains(name(event)) ? 1 : 0;
        } else if (isWait(event) || isSeriousLock(event)) {
          waitsOnIoThreads.add(described(event));
        } else if (SOCKET.contains(name(event))) {
          ioThreadEvents++;
        }
      }
    }
    return new FlightRecording(ioThreadEvents, waitsElsewhere, waitsOnIoThreads);
  }

  private static boolean isWait(RecordedEvent event) {
    return (WAITS.contains(name(event))
            && !passesThrough(event, RANDOM_NUMBERS)
            && !isForClass(event))
        || (SOCKET.contains(name(event)) && passesThrough(event, "sun.nio.ch.NioSocketImpl"));
  }

  private static boolean isSeriousLock(RecordedEvent event) {
    return LOCKS.contains(name(event))
        && !isForClass(event)
        && (isTakenByUs(event) || event.getDuration().compareTo(LONG_LOCK) > 0);
  }

  private static boolean isForClass(RecordedEvent event) {
    return passesThrough(event, LOADER)
        || switch (name(event)) {
          case NOTIFICATION -> !passesThrough(event, "java.lang.Object.wait");
          case LOCK -> LOCKS_OF_CLASSES.contains(event.getClass("monitorClass").getName());
          default -> false;
        };
  }

  /** Whether the first frame outside the JDK is ours. */
  private static boolean isTakenByUs(RecordedEvent event) {
    return frames(event).stream()
        .filter(frame -> !JDK.matcher(frame).find())
        .findFirst()
        .map(frame -> frame.startsWith("dev.larder."))
        .orElse(false);
  }

  private static boolean passesThrough(RecordedEvent event, String type) {
    return frames(event).stream().anyMatch(frame -> frame.startsWith(type));
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
        + (name(event).equals(LOCK) ? " for a " + event.getClass("monitorClass").getName() : "")
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
