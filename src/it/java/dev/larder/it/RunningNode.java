package dev.larder.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A node that runs as a process, started by the launcher as an operator would. */
final class RunningNode implements AutoCloseable {

  static final Pattern READY =
      Pattern.compile("larder ready on http://\\S+:\\d+ \\(admin http://\\S+:\\d+\\)");

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

  private final NodePlan plan;
  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final List<Thread> readers;

  private RunningNode(NodePlan plan, Process process) {
    this.plan = plan;
    this.process = process;
    this.readers =
        List.of(collect(process.getInputStream(), out), collect(process.getErrorStream(), err));
  }

  /** Starts a node and waits until it says that it is ready. */
  static RunningNode start(NodePlan plan) {
    RunningNode node = launch(plan);
    node.awaitReady();
    return node;
  }

  /** Starts a node and waits for nothing. */
  static RunningNode launch(NodePlan plan) {
    ProcessBuilder builder = new ProcessBuilder(plan.command());
    builder.environment().putAll(plan.environment());
    try {
      return new RunningNode(plan, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + plan.launcher(), e);
    }
  }

  private void awaitReady() {
    try {
      Await.until(
          START_LIMIT,
          () -> "the node is not ready:\n" + output(),
          () -> !process.isAlive() || readyLine().isPresent());
      if (readyLine().isEmpty()) {
        settle();
        throw new AssertionError("the node ended before it was ready:\n" + output());
      }
    } catch (AssertionError notReady) {
      close();
      throw notReady;
    }
  }

  Optional<String> readyLine() {
    return out.stream().filter(line -> READY.matcher(line).matches()).findFirst();
  }

  NodePlan plan() {
    return plan;
  }

  String base(Way way) {
    return plan.base(way);
  }

  String admin() {
    return "http://127.0.0.1:" + plan.adminPort();
  }

  /** The admin token that the node made for itself. */
  String token() {
    try {
      return Files.readString(plan.store().resolve("admin.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the node wrote no token", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it wrote to standard output, line by line. */
  List<String> out() {
    return List.copyOf(out);
  }

  List<String> err() {
    return List.copyOf(err);
  }

  /** All it wrote, for messages. */
  String output() {
    return String.join("\n", out) + "\n" + String.join("\n", err);
  }

  /** SIGTERM, then the exit status. */
  int terminate() {
    // Not Process.destroy(): that goes through the handle's own streams, which it closes.
    process.toHandle().destroy();
    return awaitExit();
  }

  /** SIGKILL. */
  void kill() {
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  private int awaitExit() {
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the node did not end in " + STOP_LIMIT + ":\n" + output());
      }
      settle();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the node stops", e);
    }
  }

  private void settle() {
    for (Thread reader : readers) {
      try {
        reader.join(Duration.ofSeconds(5));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The same plan once more: same store, same ports. */
  RunningNode again() {
    return start(plan);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  /**
   * On a platform thread: a read of a pipe holds a virtual one's carrier for as long as nothing
   * comes, and with two of those on two cores a test's origin would answer nobody.
   */
  private static Thread collect(InputStream stream, List<String> lines) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(lines::add);
          } catch (IOException | UncheckedIOException e) {
            lines.add("(its output broke off: " + e.getMessage() + ")");
          }
        });
  }

  Path store() {
    return plan.store();
  }
}
