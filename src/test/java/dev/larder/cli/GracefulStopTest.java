package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.config.ConfigReader;
import dev.larder.config.Flag;
import dev.larder.config.Reading;
import dev.larder.config.StoreDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GracefulStopTest {

  @Test
  @Timeout(60)
  void readyNodeIsWarmAndTerminatedOneIsClosedAndExitsWithZero() throws Exception {
    Process process = start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertEquals("warm", out.readLine());
      assertEquals(
          "larder ready on http://0.0.0.0:1080 (admin http://127.0.0.1:1081)", out.readLine());
      assertTrue(process.supportsNormalTermination());
      process.toHandle().destroy();
      assertEquals("closed", out.readLine());
      assertEquals("after", out.readLine());
      assertEquals(null, out.readLine());
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(Exit.OK, process.exitValue());
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Alone.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** A process with a node that only notes what is done with it. */
  static final class Alone implements RunningNode {

    public static void main(String[] args) {
      PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
      Reading reading =
          ConfigReader.forStart(new StoreDirectory(Map.of(), Path.of("")))
              .read(null, List.of(new Flag("--origin", "sites.origin", "http://o")));
      if (reading instanceof Reading.Good good) {
        new Foreground(config -> new Alone(), out, out)
            .run(good.config(), node -> {}, () -> out.println("after"));
      }
    }

    @Override
    public InetSocketAddress address() {
      return new InetSocketAddress(1080);
    }

    @Override
    public Optional<InetSocketAddress> tlsAddress() {
      return Optional.empty();
    }

    @Override
    public InetSocketAddress adminAddress() {
      return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1081);
    }

    @Override
    public void warm() {
      System.out.println("warm");
    }

    @Override
    public void close() {
      System.out.println("closed");
    }
  }
}
