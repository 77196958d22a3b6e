package dev.larder.origin;

import static dev.larder.testing.ScriptedOrigin.always;
import static dev.larder.testing.ScriptedOrigin.answering;
import static dev.larder.testing.ScriptedOrigin.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.ScriptedConnection;
import dev.larder.testing.ScriptedOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a connection to an origin is used again, and how long it may take. */
class HttpConnectionTest {
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

  @Test
  void connectionIsUsedAgainOnceItsContentWasRead() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("hello")));
        Asker asker = Asker.of(origin)) {
      for (int i = 0; i < 5; i++) {
        assertEquals("hello", asker.getText());
      }
      assertEquals(1, origin.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx",
        "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx"
      })
  void connectionThatTheOriginWillCloseIsNotUsedAgain(String answer) throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(answer));
        Asker asker = Asker.of(origin)) {
      assertEquals("x", asker.getText());
      assertEquals("x", asker.getText());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void octetsThatNobodyAskedForAnswerNobody() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                answering(ok("first") + ok("poison"), ok("poison")), always(ok("second")));
        Asker asker = Asker.of(origin)) {
      assertEquals("first", asker.getText());
      assertEquals("second", asker.getText());
    }
  }

  @Test
  void lateOctetsThatNobodyAskedForAnswerNobody() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    CountDownLatch firstRead = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                connection -> {
                  connection.readRequest();
                  connection.send(ok("first"));
                  firstRead.await();
                  connection.send(ok("poison"));
                  sent.countDown();
                  connection.hold();
                },
                always(ok("second")));
        Asker asker = Asker.of(origin)) {
      assertEquals("first", asker.getText());
      firstRead.countDown();
      sent.await();
      assertEquals("second", asker.getText());
    }
  }

  @Test
  void contentGivenUpIsNotReadToItsEnd() throws Exception {
    CountDownLatch broken = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                connection -> {
                  connection.readRequest();
                  connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n");
                  sendUntilBroken(connection);
                  broken.countDown();
                },
                always(ok("next")));
        Asker asker = Asker.of(origin)) {
      try (OriginBody body = asker.get().body()) {
        assertTrue(body.read(ByteBuffer.allocate(10)) > 0);
      }
      broken.await();
      assertEquals("next", asker.getText());
    }
  }

  private static void sendUntilBroken(ScriptedConnection connection) {
    byte[] piece = new byte[64 * 1024];
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            connection.send(piece);
          }
        });
  }

  @Test
  void keptConnectionThatDiedIsReplacedOnce() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                connection -> {
                  connection.readRequest();
                  connection.send(ok("first"));
                  connection.readRequest();
                },
                always(ok("second")));
        Asker asker = Asker.of(origin)) {
      assertEquals("first", asker.getText());
      assertEquals("second", asker.getText());
      assertEquals(2, origin.connections());
      assertEquals(3, origin.requests().size());
    }
  }

  @Test
  void newConnectionThatDiesIsNotReplaced() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(ScriptedConnection::readRequest);
        Asker asker = Asker.of(origin)) {
      asker.getFails(Fetched.Failure.BROKEN);
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void postIsNeverSentTwice() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                connection -> {
                  connection.readRequest();
                  connection.send(ok("first"));
                  connection.readRequest();
                },
                always(ok("second")));
        Asker asker = Asker.of(origin)) {
      assertEquals("first", asker.getText());
      Asker.fails(Fetched.Failure.BROKEN, asker.fetch("POST"));
      assertEquals(2, origin.requests().size());
    }
  }

  @Test
  void halfAnAnswerIsNotAskedForAgain() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                answering(ok("first"), "HTTP/1.1 200 OK\r\nX:"), always(ok("second")));
        Asker asker = Asker.of(origin)) {
      assertEquals("first", asker.getText());
      asker.getFails(Fetched.Failure.BROKEN);
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void connectionsAreLimited() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("hello")));
        Asker asker = Asker.at(origin.url(), Asker.HASTY, 2)) {
      OriginBody first = asker.get().body();
      OriginBody second = asker.get().body();
      asker.getFails(Fetched.Failure.OVERLOADED);
      assertEquals("hello", Asker.text(first));
      assertEquals("hello", asker.getText());
      second.close();
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void originWhereNobodyListensIsUnreachable() throws Exception {
    int port;
    try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = reserved.getLocalPort();
    }
    String location = "http://127.0.0.1:" + port;
    try (Asker asker = Asker.at(location, Asker.PATIENT)) {
      assertTrue(asker.getFails(Fetched.Failure.UNREACHABLE).detail().contains(location));
      assertEquals(List.of("failed UNREACHABLE"), asker.told());
    }
  }

  @Test
  void originWhoseNameDoesNotResolveIsUnreachable() {
    try (Asker asker = Asker.at("http://origin.invalid", Asker.PATIENT)) {
      asker.getFails(Fetched.Failure.UNREACHABLE);
    }
  }

  @Test
  void silentOriginTimesOut() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(ScriptedConnection::hold);
        Asker asker = Asker.hasty(origin)) {
      asker.getFails(Fetched.Failure.TIMEOUT);
    }
  }

  @Test
  void headThatDripsTimesOutAsAWhole() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(connection -> {
              connection.readRequest();
              connection.drip(EMPTY + "X: " + "y".repeat(1_000), 20);
            });
        Asker asker = Asker.hasty(origin)) {
      long begin = System.nanoTime();
      asker.getFails(Fetched.Failure.TIMEOUT);
      assertTrue(Duration.ofNanos(System.nanoTime() - begin).compareTo(Asker.PATIENT) < 0);
    }
  }

  @Test
  void handshakeThatNeverEndsTimesOut() throws Exception {
    try (ScriptedOrigin silent = ScriptedOrigin.start(ScriptedConnection::hold);
        Asker asker = Asker.at(silent.url().replace("http:", "https:"), Asker.HASTY)) {
      asker.getFails(Fetched.Failure.TIMEOUT);
    }
  }

  @Test
  void contentThatPausesTooLongIsAnError() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
              connection.hold();
            });
        Asker asker = Asker.hasty(origin)) {
      OriginBody body = asker.get().body();
      assertThrows(IOException.class, () -> Asker.text(body));
      assertFalse(body.provenWhole());
    }
  }

  @Test
  void contentThatComesSlowlyIsWaitedFor() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
              connection.drip("helloworld", Asker.HASTY.toMillis() / 5);
            });
        Asker asker = Asker.hasty(origin)) {
      assertEquals("helloworld", asker.getText());
    }
  }
}
