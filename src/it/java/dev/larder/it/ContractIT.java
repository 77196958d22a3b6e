package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code serve} and {@code check}, to the letter. */
class ContractIT {

  @TempDir Path directory;

  private final Client client = Client.plain();
  private CountingOrigin origin;

  @BeforeEach
  void startOrigin() {
    origin = CountingOrigin.start();
    origin.put("/a.css", Page.of("text/css", "a {}").with("Cache-Control", "max-age=600"));
  }

  @AfterEach
  void stop() {
    client.close();
    origin.close();
  }

  @Test
  void oneLineOnStandardOutputSaysThatItIsReadyAndWhere() {
    try (RunningNode node = NodePlan.before(origin.url(), directory).start()) {
      String expected =
          "larder ready on %s (admin %s)".formatted(node.base(Way.HTTP), node.admin());
      assertEquals(List.of(expected), readyLines(node));
      assertEquals(200, client.get(node.base(Way.HTTP) + "/a.css").statusCode());
      assertEquals(0, node.terminate());
      assertEquals(List.of(expected), readyLines(node));
    }
  }

  @Test
  void theLaunchedProcessIsTheNode() {
    try (RunningNode node = NodePlan.before(origin.url(), directory).start()) {
      String program = ProcessHandle.of(node.pid()).orElseThrow().info().command().orElse("");
      assertTrue(program.endsWith("java"), program);
      assertEquals(0, node.terminate());
    }
  }

  @Test
  void terminationLetsRunningAnswersEnd() throws Exception {
    Page slow = Page.random(300_000).sentOver(Duration.ofSeconds(2));
    origin.put("/slow.bin", slow);
    try (RunningNode node = NodePlan.before(origin.url(), directory).start();
        RawConnection connection = RawConnection.to(node.plan().port())) {
      connection.sendGet("/slow.bin");
      RawConnection.Head head = connection.readHead();
      connection.peek();
      var status = CompletableFuture.supplyAsync(node::terminate);
      assertEquals(Sha256.of(slow.body()), Sha256.of(connection.readBody(head)));
      assertEquals(0, status.get());
    }
  }

  @Test
  void directoryServesAsOrigin() throws IOException {
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("app.js"), "f()");
    Files.writeString(site.resolve(".secret"), "no");
    try (RunningNode node = NodePlan.before(site.toString(), directory).start()) {
      var answer = client.get(node.base(Way.HTTP) + "/app.js");
      assertEquals("f()", new String(answer.body(), StandardCharsets.UTF_8));
      assertTrue(Client.field(answer, "Content-Type").startsWith("text/javascript"));
      assertFalse(Client.field(answer, "ETag").startsWith("W/"));
      assertFalse(Client.field(answer, "ETag").isEmpty());
      assertEquals(404, client.get(node.base(Way.HTTP) + "/.secret").statusCode());
      assertNotEquals(200, client.get(node.base(Way.HTTP) + "/%2e%2e/admin.token").statusCode());
    }
  }

  @Test
  void withoutTokenFileItMakesOneForItsOwnerOnly() throws IOException {
    NodePlan plan = NodePlan.before(origin.url(), directory);
    try (RunningNode node = plan.start()) {
      Path token = plan.store().resolve("admin.token");
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
      assertTrue(node.output().contains("admin.token"), "it says where");
    }
  }

  @Test
  void flagsWinOverTheFile() throws IOException {
    int inFile = FreePort.next();
    Path file =
        Files.writeString(
            directory.resolve("larder.yaml"),
            """
            listen: 127.0.0.1:%d
            sites:
              - name: assets
                hosts: ["127.0.0.1"]
                origin: %s
            """
                .formatted(inFile, origin.url()));
    NodePlan plan = NodePlan.configured(file, directory);
    try (RunningNode node = plan.start()) {
      assertNotEquals(inFile, plan.port());
      assertEquals(200, client.get(node.base(Way.HTTP) + "/a.css").statusCode());
    }
  }

  @Test
  void unlistedHostIsMisdirected() throws IOException {
    try (RunningNode node = NodePlan.configured(goodFile(), directory).start();
        RawConnection connection = RawConnection.to(node.plan().port())) {
      connection.send("GET /a.css HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n");
      assertEquals(421, connection.readHead().status());
      assertEquals(List.of(), origin.seen());
    }
  }

  @Test
  void takenPortIsASentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      NodePlan plan = NodePlan.before(origin.url(), directory).onPort(taken.getLocalPort());
      Programs.Ended ended = Programs.run(Duration.ofSeconds(60), Map.of(), plan.command());
      assertRefused(ended, String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void storeThatIsNoDirectoryIsASentence() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    Programs.Ended ended =
        Programs.larder(
            "serve",
            "--origin",
            origin.url(),
            "--listen",
            "127.0.0.1:0",
            "--admin",
            "127.0.0.1:0",
            "--store",
            file.resolve("store").toString());
    assertRefused(ended, file.toString());
  }

  @Test
  void serveWithoutOriginIsRefused() {
    assertNotEquals(0, Programs.larder("serve", "--listen", "127.0.0.1:0").status());
  }

  @Test
  void checkNamesAllMistakesWithFileAndLine() throws IOException {
    Path bad = badFile();
    Programs.Ended ended = Programs.larder("check", "--config", bad.toString());
    assertEquals(1, ended.status(), ended::said);
    for (String line : List.of("larder.yaml:2", "larder.yaml:5", "larder.yaml:6")) {
      assertTrue(ended.said().contains(line), ended::said);
    }
    assertTrue(ended.said().contains("lifetime"), "it says what was meant: " + ended.said());
    assertFalse(ended.said().contains("Exception"), ended::said);
  }

  @Test
  void serveRefusesTheSameFileAndStartsNothing() throws IOException {
    Programs.Ended ended = Programs.larder("serve", "--config", badFile().toString());
    assertRefused(ended, "larder.yaml:5");
    assertFalse(ended.out().contains("larder ready"), ended::said);
  }

  @Test
  void checkAcceptsAGoodFileAndTheOneThatComesWithIt() throws IOException {
    Programs.Ended ended = Programs.larder("check", "--config", goodFile().toString());
    assertEquals(0, ended.status(), ended::said);
    Programs.Ended shipped = Programs.larder("check", "--config", "conf/larder.yaml");
    assertEquals(0, shipped.status(), shipped::said);
  }

  @Test
  void checkOfAFileThatIsNotThereFails() {
    Programs.Ended ended = Programs.larder("check", "--config", directory + "/none.yaml");
    assertEquals(1, ended.status(), ended::said);
    assertTrue(ended.said().contains("none.yaml"), ended::said);
  }

  private Path goodFile() throws IOException {
    return Files.writeString(
        directory.resolve("good.yaml"),
        """
        sites:
          - name: assets
            hosts: ["127.0.0.1"]
            origin: %s
        """
            .formatted(origin.url()));
  }

  /** Three mistakes: a size, an unknown key, a duration. */
  private Path badFile() throws IOException {
    return Files.writeString(
        directory.resolve("larder.yaml"),
        """
        store:
          memory: plenty
        sites:
          - name: assets
            lifetimes: 24h
            browser-lifetime: soon
            hosts: ["127.0.0.1"]
            origin: http://127.0.0.1:9
        """);
  }

  private static List<String> readyLines(RunningNode node) {
    return node.out().stream().filter(line -> line.contains("larder ready")).toList();
  }

  private static void assertRefused(Programs.Ended ended, String names) {
    assertEquals(1, ended.status(), ended::said);
    assertTrue(ended.said().contains(names), ended::said);
    assertFalse(ended.said().contains("\tat "), "a sentence, no stack: " + ended.said());
  }
}
