package dev.larder.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Origins that fail and requests that are none: the node says so and lives. */
class TroubleIT {

  @TempDir Path directory;

  @Test
  void originUnreachableAtStartStopsNothing() {
    String nobody = "http://127.0.0.1:" + FreePort.next();
    try (RunningNode node = NodePlan.before(nobody, directory).start();
        Client client = Client.plain()) {
      assertEquals(502, client.get(node.base(Way.HTTP) + "/a.css").statusCode());
      assertEquals(200, client.get(node.admin() + "/healthz").statusCode());
    }
  }

  @Test
  void whatIsStoredIsServedAfterTheOriginIsGone() {
    CountingOrigin origin = CountingOrigin.start();
    origin.put("/a.css", Page.of("text/css", "a {}").with("Cache-Control", "max-age=600"));
    origin.put("/b.css", Page.of("text/css", "b {}").with("Cache-Control", "max-age=0"));
    try (RunningNode node = NodePlan.before(origin.url(), directory).start();
        Client client = Client.plain()) {
      client.get(node.base(Way.HTTP) + "/a.css");
      client.get(node.base(Way.HTTP) + "/b.css");
      origin.close();
      assertEquals(200, client.get(node.base(Way.HTTP) + "/a.css").statusCode());
      assertEquals(200, client.get(node.base(Way.HTTP) + "/b.css").statusCode(), "stale on error");
      assertEquals(502, client.get(node.base(Way.HTTP) + "/c.css").statusCode());
    }
  }

  @Test
  void originThatIsSilentTooLongIsAGatewayTimeout() throws IOException {
    try (SilentOrigin origin = SilentOrigin.start();
        RunningNode node =
            NodePlan.before(origin.url(), directory).with("--origin-timeout", "1s").start();
        Client client = Client.plain()) {
      HttpResponse<byte[]> answer = client.get(node.base(Way.HTTP) + "/a.css");
      assertEquals(504, answer.statusCode());
    }
  }

  @Test
  void whatIsNoRequestIsRefusedAndTheConnectionClosed() throws IOException {
    try (CountingOrigin origin = CountingOrigin.start();
        RunningNode node = NodePlan.before(origin.url(), directory).start()) {
      for (String bytes :
          List.of(
              "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
              "HELO there\r\n\r\n",
              "GET /a HTTP/2.0\r\nHost: a\r\n\r\n",
              "GET /a HTTP/1.1\r\n\r\n",
              "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
              "GET /a HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
              "GET /" + "a".repeat(9000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
              "GET /a HTTP/1.1\r\nHost: a\r\nX: " + "b".repeat(70_000) + "\r\n\r\n")) {
        assertRefusedAndClosed(node, bytes);
      }
      assertEquals(List.of(), origin.seen());
      try (Client client = Client.plain()) {
        assertEquals(404, client.get(node.base(Way.HTTP) + "/others").statusCode());
      }
    }
  }

  private static void assertRefusedAndClosed(RunningNode node, String bytes) throws IOException {
    String what = bytes.substring(0, Math.min(60, bytes.length())).strip();
    try (RawConnection connection = RawConnection.to(node.plan().port())) {
      connection.send(bytes);
      RawConnection.Head head = connection.readHead();
      assertTrue(head.status() >= 400 && head.status() <= 505, what + " got " + head.status());
      assertTrue(head.status() != 500 && head.status() != 502, what + " got " + head.status());
      connection.readBody(head);
      long asked = System.nanoTime();
      assertTrue(connection.isAtEnd(), what + " leaves the connection open");
      Duration waited = Duration.ofNanos(System.nanoTime() - asked);
      assertTrue(waited.toSeconds() < 30, what + " was closed only after " + waited);
    }
  }
}
