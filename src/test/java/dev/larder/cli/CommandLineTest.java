package dev.larder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.cache.Policy;
import dev.larder.config.NodeConfig;
import dev.larder.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "check",
        "purge",
        "demo",
        "store",
        "store ls",
        "store stat",
        "store du",
        "store verify"
      })
  void everyCommandHasHelpWithExamples(String command) {
    CommandRun run = CommandRun.of(Map.of(), (command + " --help").split(" "));
    assertEquals(Exit.OK, run.status());
    assertTrue(run.out().contains("Examples:\n  larder " + command), run.out());
    assertFalse(run.out().contains("\u001b["), "colours only on a terminal");
  }

  @Test
  void versionIsTold() {
    CommandRun run = CommandRun.of(Map.of(), "--version");
    assertEquals(Exit.OK, run.status());
    assertTrue(run.out().startsWith("larder "), run.out());
  }

  @Test
  void unknownFlagIsAUsageErrorOfTwoLines() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "--orign", "x");
    assertEquals(Exit.USAGE, run.status());
    assertTrue(run.err().contains("--orign"), run.err());
    assertTrue(run.err().endsWith("Try: larder serve --help\n"), run.err());
  }

  @Test
  void serveNeedsAnOriginOrAFile() {
    CommandRun run = CommandRun.of(Map.of(), "serve");
    assertEquals(Exit.USAGE, run.status());
    assertTrue(run.err().startsWith("larder: Say what to serve: --origin"), run.err());
  }

  @Test
  void everyFlagOfServeReachesTheNode() {
    AtomicReference<NodeConfig> seen = new AtomicReference<>();
    CommandRun run =
        CommandRun.of(
            config -> {
              seen.set(config);
              throw new StartFailure("seen");
            },
            Map.of(),
            ("serve --origin http://o --listen 127.0.0.1:1 --admin 127.0.0.1:2 --store s"
                    + " --memory 3MiB --disk 4MiB --policy faithful --tls 127.0.0.1:5 --cert c"
                    + " --key k --origin-timeout 6s --token-file t --io-threads 7")
                .split(" "));
    assertEquals(new CommandRun(Exit.TROUBLE, "", "larder: seen\n"), run);
    NodeConfig config = seen.get();
    assertEquals(1, config.server().listen().getPort());
    assertEquals(2, config.admin().listen().getPort());
    assertEquals(Path.of("t"), config.admin().tokenFile());
    assertEquals(Path.of("s"), config.store().directory());
    assertEquals(3 << 20, config.store().memoryBytes());
    assertEquals(4 << 20, config.store().diskBytes());
    assertEquals(
        new ServerOptions.Tls(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5),
            Path.of("c"),
            Path.of("k"),
            ServerOptions.Tls.Provider.AUTO),
        config.server().tls());
    assertEquals(7, config.server().ioThreads());
    NodeConfig.Site site = config.sites().getFirst();
    assertEquals(Policy.FAITHFUL, site.options().policy());
    assertEquals("http://o", site.origins().getFirst().location());
    assertEquals(6, site.origins().getFirst().timeout().toSeconds());
  }

  @Test
  void badFlagIsAUsageErrorAndStartsNothing() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "--origin", "http://o", "--disk", "much");
    assertEquals(
        new CommandRun(
            Exit.USAGE,
            "",
            "--disk: `disk` is `much`, but takes a size such as 512MiB, 10GB or 64k\n"),
        run);
  }

  @Test
  void badFileIsTroubleAndStartsNothing(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f.yaml"), "sites:\n  - origin: ftp://o\n");
    CommandRun run = CommandRun.of(Map.of(), "serve", "--config", file.toString());
    assertEquals(Exit.TROUBLE, run.status());
    assertTrue(run.err().startsWith(file + ":2: `origin` is `ftp://o`"), run.err());
  }

  @Test
  void checkTellsEveryProblemOnStandardError(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f.yaml"), "lisen: 1\nsites:\n  - name: a\n");
    CommandRun run = CommandRun.of(Map.of(), "check", "--config", file.toString());
    assertEquals(Exit.TROUBLE, run.status());
    assertEquals("", run.out());
    assertEquals(2, run.err().lines().filter(line -> line.startsWith(file + ":")).count());
  }

  @Test
  void checkSaysThatAFileIsFine() {
    CommandRun run = CommandRun.of(Map.of("XDG_CACHE_HOME", "c"), "check");
    assertEquals(
        new CommandRun(
            Exit.OK,
            "conf/larder.yaml is fine: 1 site, listening on 0.0.0.0:8080, store in c/larder"
                + " (memory 256MiB, disk 10GiB)\n",
            ""),
        run);
  }

  @Test
  void demoThatDoesNotStartLeavesNothingBehind() {
    AtomicReference<NodeConfig> seen = new AtomicReference<>();
    AtomicReference<Boolean> unpacked = new AtomicReference<>(false);
    CommandRun run =
        CommandRun.of(
            config -> {
              seen.set(config);
              unpacked.set(Files.isRegularFile(site(config).resolve("index.html")));
              throw new StartFailure("seen");
            },
            Map.of(),
            "demo");
    assertEquals(new CommandRun(Exit.TROUBLE, "", "larder: seen\n"), run);
    assertTrue(unpacked.get());
    assertFalse(Files.exists(site(seen.get()).getParent()));
    assertTrue(seen.get().server().listen().getAddress().isLoopbackAddress());
  }

  private static Path site(NodeConfig config) {
    return Path.of(config.sites().getFirst().origins().getFirst().location());
  }
}
