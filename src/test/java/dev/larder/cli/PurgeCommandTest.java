package dev.larder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeCommandTest {

  private static final Map<String, String> TOKEN = Map.of("LARDER_TOKEN", "secret");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer node;
  private String admin;
  private int status = 200;
  private String answer = "{\"epoch\":7,\"objects\":3}";

  @BeforeEach
  void start() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/v1/purge", this::answer);
    node.start();
    admin = "127.0.0.1:" + node.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  @Test
  void whatIsToBePurgedIsAskedOfTheNode() {
    CommandRun run =
        CommandRun.of(
            TOKEN,
            ("purge --url http://h/a?b --url http://h/\"c\\ --prefix http://h/d/ --admin " + admin)
                .split(" "));
    assertEquals(new CommandRun(Exit.OK, "purged: epoch 7, 3 objects\n", ""), run);
    assertEquals(
        List.of(
            "POST Bearer secret {\"urls\":[\"http://h/a?b\",\"http://h/\\u0022c\\u005c\"],"
                + "\"prefixes\":[\"http://h/d/\"],\"mode\":\"remove\"}"),
        asked);
  }

  @Test
  void everythingCanBeExpired() {
    answer = "{\"epoch\": 8, \"objects\": null}";
    CommandRun run =
        CommandRun.of(TOKEN, "purge", "--all", "--expire", "--admin", "http://" + admin);
    assertEquals("purged: epoch 8, an uncounted number of objects\n", run.out());
    assertEquals(
        List.of(
            "POST Bearer secret {\"urls\":[],\"prefixes\":[],\"all\":true,\"mode\":\"expire\"}"),
        asked);
  }

  @Test
  void tokenComesFromTheFileFirst(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "  other\n");
    CommandRun.of(TOKEN, "purge", "--all", "--admin", admin, "--token-file", file.toString());
    assertTrue(asked.getFirst().startsWith("POST Bearer other "), asked.toString());
  }

  @Test
  void tokenComesFromTheUsualStoreLast(@TempDir Path directory) throws IOException {
    Path store = Files.createDirectories(directory.resolve("larder"));
    Files.writeString(store.resolve("admin.token"), "kept\n");
    CommandRun.of(
        Map.of("XDG_CACHE_HOME", directory.toString()), "purge", "--all", "--admin", admin);
    assertTrue(asked.getFirst().startsWith("POST Bearer kept "), asked.toString());
  }

  @Test
  void noTokenIsASentence(@TempDir Path directory) {
    CommandRun run =
        CommandRun.of(
            Map.of("XDG_CACHE_HOME", directory.toString()), "purge", "--all", "--admin", admin);
    assertEquals(Exit.TROUBLE, run.status());
    assertTrue(run.err().startsWith("larder: there is no token in "), run.err());
    assertEquals(List.of(), asked);
  }

  @Test
  void emptyTokenFileIsASentence(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "\n");
    CommandRun run = CommandRun.of(Map.of(), "purge", "--all", "--token-file", file.toString());
    assertEquals(
        new CommandRun(Exit.TROUBLE, "", "larder: the token file " + file + " is empty\n"), run);
  }

  @Test
  void nodeThatRefusesIsQuoted() {
    status = 400;
    answer = "a URL has no host";
    assertEquals(
        new CommandRun(Exit.TROUBLE, "", "larder: the node refused: 400 a URL has no host\n"),
        CommandRun.of(TOKEN, "purge", "--url", "x", "--admin", admin));
  }

  @Test
  void wrongTokenIsASentence() {
    status = 401;
    assertEquals(
        new CommandRun(Exit.TROUBLE, "", "larder: the node does not accept this token\n"),
        CommandRun.of(TOKEN, "purge", "--all", "--admin", admin));
  }

  @Test
  void nobodyThereIsASentence() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertEquals(
        new CommandRun(
            Exit.TROUBLE,
            "",
            "larder: no node answers on 127.0.0.1:" + port + ": is it running there?\n"),
        CommandRun.of(TOKEN, "purge", "--all", "--admin", "127.0.0.1:" + port));
  }

  @Test
  void nothingToPurgeIsAUsageError() {
    assertEquals(Exit.USAGE, CommandRun.of(TOKEN, "purge", "--expire").status());
    assertEquals(Exit.USAGE, CommandRun.of(TOKEN, "purge", "--all", "--admin", "x").status());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestHeaders().getFirst("Authorization")
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
