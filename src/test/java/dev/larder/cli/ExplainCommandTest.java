package dev.larder.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  private static final Map<String, String> TOKEN = Map.of("LARDER_TOKEN", "secret");

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer node;
  private String admin;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    node.createContext("/v1/explain", this::answer);
    node.start();
    admin = "127.0.0.1:" + node.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    node.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestURI().getRawQuery()
              + ' '
              + exchange.getRequestHeaders().getFirst("Authorization")
              + ' '
              + exchange.getRequestHeaders().getFirst("Accept"));
      byte[] said = "key  /a\n".getBytes(UTF_8);
      exchange.sendResponseHeaders(status, said.length);
      exchange.getResponseBody().write(said);
    }
  }

  @Test
  void whatTheNodeSaysIsPrinted() {
    CommandRun run =
        CommandRun.of(
            TOKEN,
            "explain",
            "http://h/a?b&c",
            "--header",
            "Accept-Encoding: br",
            "--admin",
            admin);
    assertEquals(new CommandRun(Exit.OK, "key  /a\n", ""), run);
    assertEquals(
        List.of(
            "url=http%3A%2F%2Fh%2Fa%3Fb%26c&header=Accept-Encoding%3A+br Bearer secret text/plain"),
        asked);
  }

  @Test
  void refusalIsSaidAndFails() {
    status = 400;
    CommandRun run = CommandRun.of(TOKEN, "explain", "nonsense", "--admin", admin);
    assertEquals(new CommandRun(Exit.TROUBLE, "", "larder: the node refused: 400 key  /a\n"), run);
  }

  @Test
  void nodeThatIsNotThereIsSaid() {
    node.stop(0);
    CommandRun run = CommandRun.of(TOKEN, "explain", "http://h/", "--admin", admin);
    assertEquals(Exit.TROUBLE, run.status());
    assertTrue(run.err().contains("no node answers on " + admin), run.err());
  }

  @Test
  void urlHasToBeNamed() {
    assertEquals(Exit.USAGE, CommandRun.of(TOKEN, "explain").status());
  }
}
