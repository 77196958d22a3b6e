package dev.larder.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine and of the checkout, run to their end. */
final class Programs {

  /** The launcher of this checkout. Maven runs tests in the project's directory. */
  static final Path LARDER = Path.of("larder").toAbsolutePath();

  private Programs() {}

  /** What a program that ran to its end left behind. */
  record Ended(int status, String out, String err) {
    /** Both outputs, for messages. */
    String said() {
      return "exit status " + status + "\n" + out + err;
    }
  }

  /** Where a program lies that the machine should have; a failure that says what to do if not. */
  static Path find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
    return Arrays.stream(path.split(":", -1))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(name + " is not on this machine: run src/it/set-up.sh first"));
  }

  /** The launcher with arguments, to its end. */
  static Ended larder(String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(LARDER.toString()), Arrays.stream(arguments)).toList();
    return run(Duration.ofSeconds(60), Map.of(), command);
  }

  /** Runs a program; one that does not end in time is killed, and that is a failure. */
  static Ended run(Duration limit, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> out =
          CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            String.join(" ", command)
                + " did not end in "
                + limit
                + ":\n"
                + out.join()
                + err.join());
      }
      return new Ended(process.exitValue(), out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  private static String all(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
