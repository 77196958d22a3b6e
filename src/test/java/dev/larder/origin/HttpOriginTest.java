package dev.larder.origin;

import static dev.larder.testing.ScriptedOrigin.always;
import static dev.larder.testing.ScriptedOrigin.answering;
import static dev.larder.testing.ScriptedOrigin.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.RequestBody;
import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.testing.ScriptedConnection;
import dev.larder.testing.ScriptedOrigin;
import dev.larder.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of an origin, how long it may take, and what is believed of its heads. */
class HttpOriginTest {
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

  // -- what is sent ------------------------------------------------------------------------------

  @Test
  void requestHasTheOriginsAuthorityAndTheFieldsAsGiven() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("x")));
        Asker asker = Asker.of(origin)) {
      Fields fields = Fields.of("If-None-Match", "\"1\"", "accept", "a/b", "Accept", "c/d");
      Asker.text(
          Asker.answered(asker.fetch("GET", "/a%2Fb/c?d=%20&e", fields, RequestBody.NONE)).body());
      assertEquals(
          "GET /a%2Fb/c?d=%20&e HTTP/1.1\r\nHost: 127.0.0.1:"
              + origin.port()
              + "\r\nIf-None-Match: \"1\"\r\naccept: a/b\r\nAccept: c/d\r\n\r\n",
          origin.lastRequest());
    }
  }

  @Test
  void givenHostIsSentInsteadOfTheOwn() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("x")));
        Asker asker = Asker.of(origin)) {
      Asker.text(
          Asker.answered(
                  asker.fetch("GET", "/", Fields.of("Host", "shop.example"), RequestBody.NONE))
              .body());
      assertEquals("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n", origin.lastRequest());
    }
  }

  @Test
  void pathOfTheLocationComesFirst() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("x")));
        Asker asker = Asker.at(origin.url() + "/static/v1/", Asker.PATIENT)) {
      asker.getText();
      assertTrue(
          Objects.requireNonNull(origin.lastRequest()).startsWith("GET /static/v1/x HTTP/1.1\r\n"));
    }
  }

  @Test
  void fieldsOfTheConnectionGoNeitherWay() throws Exception {
    String answer =
        EMPTY
            + "Connection: keep-alive, X-Hop, ETag\r\nKeep-Alive: timeout=5\r\n"
            + "X-Hop: 1\r\nETag: \"1\"\r\nX-End: 2\r\nUpgrade: h2c\r\nTrailer: X\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(answer));
        Asker asker = Asker.of(origin)) {
      Fields fields =
          Fields.of(
              "Connection",
              "X-Mine",
              "X-Mine",
              "1",
              "TE",
              "trailers",
              "Upgrade",
              "h2c",
              "X-End",
              "2",
              "Keep-Alive",
              "5",
              "Proxy-Connection",
              "close",
              "Expect",
              "100-continue");
      Fetched.Answered answered =
          Asker.answered(asker.fetch("GET", "/x", fields, RequestBody.NONE));
      assertEquals(
          Fields.of("Content-Length", "0", "ETag", "\"1\"", "X-End", "2"),
          answered.head().fields());
      String sent = Objects.requireNonNull(origin.lastRequest());
      assertTrue(sent.endsWith(origin.port() + "\r\nX-End: 2\r\n\r\n"), sent);
    }
  }

  private static RequestBody body(String text, boolean lengthKnown) {
    ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    return new RequestBody() {
      @Override
      public long length() {
        return lengthKnown ? text.length() : -1;
      }

      @Override
      public int read(ByteBuffer into) {
        if (!rest.hasRemaining()) {
          return -1;
        }
        into.put(rest.get());
        return 1;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"true, Content-Length: 5", "false, Transfer-Encoding: chunked"})
  void contentGoesWithItsFraming(boolean lengthKnown, String framing) throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("thanks")));
        Asker asker = Asker.of(origin)) {
      Fetched fetched = asker.fetch("POST", "/x", Fields.EMPTY, body("hello", lengthKnown));
      assertEquals("thanks", Asker.text(Asker.answered(fetched).body()));
      String sent = Objects.requireNonNull(origin.lastRequest());
      assertTrue(sent.contains("\r\n" + framing + "\r\n"), sent);
      String content = sent.substring(sent.indexOf("\r\n\r\n") + 4);
      assertEquals(lengthKnown ? "hello" : "5\r\nhello\r\n0\r\n\r\n", content);
    }
  }

  @Test
  void absentContentOfAPostIsSaid() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("x")));
        Asker asker = Asker.of(origin)) {
      Asker.text(Asker.answered(asker.fetch("POST")).body());
      assertTrue(
          Objects.requireNonNull(origin.lastRequest()).contains("\r\nContent-Length: 0\r\n"));
    }
  }

  @Test
  void contentThatBreaksOffIsNeverSentAsWhole() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(connection -> {
              try {
                connection.readRequest();
              } finally {
                ended.countDown();
              }
            });
        Asker asker = Asker.of(origin)) {
      RequestBody broken =
          new RequestBody() {
            @Override
            public long length() {
              return -1;
            }

            @Override
            public int read(ByteBuffer into) throws IOException {
              throw new IOException("the client is gone");
            }
          };
      Asker.fails(Fetched.Failure.BROKEN, asker.fetch("POST", "/x", Fields.EMPTY, broken));
      ended.await();
      assertEquals(List.of(), origin.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/a\r\nX: y", "/\u20ac"})
  void whatCannotBeSentIsNotSent(String target) throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(always(ok("x")));
        Asker asker = Asker.of(origin)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> asker.fetch("GET", target, Fields.EMPTY, RequestBody.NONE));
      assertEquals("x", asker.getText());
      assertEquals(1, origin.requests().size());
    }
  }

  // -- connections -------------------------------------------------------------------------------

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

  // -- patience ----------------------------------------------------------------------------------

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

  // -- heads -------------------------------------------------------------------------------------

  @Test
  void headIsReadAsItCame() throws Exception {
    String head =
        "HTTP/1.1 404 Not Here\r\nx-A:1\r\nX-A:  2 \t\r\nX-Folded: a\r\n  b\r\nX-\u00e9: no\r\n";
    String legal = head.replace("X-\u00e9: no", "X-Latin: \u00e9");
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(legal + "\r\n"));
        Asker asker = Asker.of(origin)) {
      ResponseHead answered = asker.get().head();
      assertEquals(404, answered.status());
      assertEquals(
          Fields.of("x-A", "1", "X-A", "2", "X-Folded", "a b", "X-Latin", "\u00e9"),
          answered.fields());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\r\n",
        "hello\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/2 200\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-\u00e9: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: y\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n X: indented\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"
      })
  void whatIsNoWholeHeadIsRefused(String answer) throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(answer));
        Asker asker = Asker.of(origin)) {
      asker.getFails(Fetched.Failure.BROKEN);
    }
  }

  @Test
  void headsAreBounded() throws Exception {
    String longLine = EMPTY + "X: " + "y".repeat(70_000) + "\r\n\r\n";
    String longHead = EMPTY + ("X: " + "y".repeat(10_000) + "\r\n").repeat(30) + "\r\n";
    String manyFields = EMPTY + "X: y\r\n".repeat(300) + "\r\n";
    for (String answer : List.of(longLine, longHead, manyFields)) {
      try (ScriptedOrigin origin = ScriptedOrigin.start(answering(answer));
          Asker asker = Asker.of(origin)) {
        asker.getFails(Fetched.Failure.BROKEN);
      }
    }
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(answering(EMPTY + "X: " + "y".repeat(30_000) + "\r\n\r\n"));
        Asker asker = Asker.of(origin)) {
      String value = asker.get().head().fields().first("X");
      assertEquals(30_000, Objects.requireNonNull(value).length());
    }
  }

  @Test
  void informationalAnswersAreSkippedButNotForEver() throws Exception {
    String hint = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(answering(hint.repeat(8) + ok("x")), answering(hint.repeat(9)));
        Asker asker = Asker.of(origin)) {
      Fetched.Answered answered = asker.get();
      assertNull(answered.head().fields().first("Link"));
      assertEquals("x", Asker.text(answered.body()));
      asker.getFails(Fetched.Failure.BROKEN);
    }
  }

  // -- TLS ---------------------------------------------------------------------------------------

  @Test
  void certificateOfASecureOriginMustBeTrusted(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.in(directory);
    try (ScriptedOrigin origin =
            ScriptedOrigin.startTls(certificate.identity(), always(ok("secret")));
        Asker trusting = Asker.trusting(certificate.trusting(), origin.url());
        Asker doubting = Asker.of(origin)) {
      assertEquals("secret", trusting.getText());
      doubting.getFails(Fetched.Failure.UNREACHABLE);
      assertEquals(1, origin.requests().size());
    }
  }

  @Test
  void certificateOfASecureOriginMustBeItsOwn(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.in(directory);
    try (ScriptedOrigin origin =
            ScriptedOrigin.startTls(certificate.identity(), always(ok("secret")));
        Asker asker =
            Asker.trusting(
                certificate.trusting(), origin.url().replace("127.0.0.1", "127.0.0.2"))) {
      asker.getFails(Fetched.Failure.UNREACHABLE);
      assertEquals(0, origin.requests().size());
    }
  }
}
