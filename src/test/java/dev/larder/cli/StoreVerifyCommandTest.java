package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class StoreVerifyCommandTest {
  @TempDir Path directory;

  private CommandRun verify(String... options) {
    String[] command = new String[4 + options.length];
    System.arraycopy(
        new String[] {"store", "verify", "--store", directory.toString()}, 0, command, 0, 4);
    System.arraycopy(options, 0, command, 4, options.length);
    return CommandRun.of(Map.of(), command);
  }

  private List<Path> filled() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      for (int i = 0; i < 6; i++) {
        store.put("/" + i, 100_000);
      }
      store.freshen("/0", "Long", "x".repeat(5_000));
    }
    return SampleStore.files(directory).stream().filter(file -> !isSidecar(file)).toList();
  }

  private static boolean isSidecar(Path file) {
    return file.toString().endsWith(".head");
  }

  @Test
  void soundStoreIsFine() throws IOException {
    filled();
    CommandRun run = verify();
    assertEquals(Exit.OK, run.status());
    assertEquals("", run.err());
    assertTrue(
        run.out()
            .matches("verified 6 responses, 585.9 KiB \\(.*/s\\) in \\d+\\.\\d s: all sound\n"),
        run.out());
  }

  @Test
  void everyKindOfDamageIsNamedWithItsFileAndReason() throws IOException {
    List<Path> files = filled();
    Damage.flip(files.get(0), 70_000);
    Files.write(files.get(1), new byte[0]);
    Files.write(files.get(2), "grown".getBytes(StandardCharsets.US_ASCII));
    Damage.swap(files.get(3), files.get(4));
    Path foreign = Files.createDirectory(files.get(5).resolveSibling("foreign"));
    CommandRun run = verify();
    assertEquals(Exit.TROUBLE, run.status());
    String out = run.out();
    assertTrue(
        out.contains(
            "damaged: "
                + files.get(0)
                + ": the checksum of its block at 65536 is wrong: "
                + "assets /"),
        out);
    assertTrue(out.contains(files.get(1) + ": it has only 0 bytes\n"), out);
    assertTrue(out.contains(files.get(2) + ": it has only 5 bytes\n"), out);
    assertTrue(out.contains(files.get(3) + ": it holds assets  /"), out);
    assertTrue(out.contains(files.get(4) + ": it holds assets  /"), out);
    assertTrue(out.contains(foreign + ": it is no file of the store\n"), out);
    assertTrue(out.contains("verified 1 response, "), out);
    assertTrue(out.endsWith(": 6 damaged files\n"), out);
  }

  @Test
  void damageElsewhereIsNotOfThePrefix() throws IOException {
    try (SampleStore store = new SampleStore(directory)) {
      store.put("/a/1", 5_000);
      Damage.flip(store.files().getFirst(), 7);
      store.put("/b/1", 5_000);
    }
    assertEquals(Exit.TROUBLE, verify("--prefix", "/a/").status());
    CommandRun other = verify("--prefix", "/b/");
    assertEquals(Exit.OK, other.status());
    assertTrue(other.out().startsWith("verified 1 response, 4.9 KiB "), other.out());
  }

  @Test
  void rateIsKept() throws IOException {
    filled();
    long start = System.nanoTime();
    assertEquals(Exit.OK, verify("--rate", "1500kB").status());
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(390).toNanos());
  }

  @Test
  @Timeout(60)
  void interruptedVerificationSaysHowFarItCame() throws Exception {
    filled();
    Files.writeString(directory.resolve("objects/!"), "the first that is met");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Larder.class.getName(),
                "store",
                "verify",
                "--rate",
                "1",
                "--store",
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals(
          "damaged: " + directory + "/objects/!: it is no directory of the store", out.readLine());
      process.toHandle().destroy();
      String last = out.readLine();
      assertTrue(
          last.matches("interrupted after \\d+ %: verified [01] resp.* 1 damaged file"), last);
      assertNull(out.readLine());
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(Exit.INTERRUPTED, process.exitValue());
  }

  @Test
  void progressFitsIntoALine() {
    Verified.Count far = new Verified.Count(1_234_567, 987_654_321_987L, 12, 0.42);
    String line = far.progress("#".repeat(12), Duration.ofMinutes(90));
    assertTrue(line.length() < 80, line);
    assertTrue(line.startsWith("[############] 42 %  1,234,567 responses  174.4 MiB/s"), line);
    assertTrue(line.endsWith("  12 damaged  2 h left"), line);
  }
}
