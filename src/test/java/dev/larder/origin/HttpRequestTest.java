package dev.larder.origin;

import static dev.larder.testing.ScriptedOrigin.always;
import static dev.larder.testing.ScriptedOrigin.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.RequestBody;
import dev.larder.http.Fields;
import dev.larder.testing.ScriptedOrigin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an origin is asked, octet by octet. */
class HttpRequestTest {

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
        """
        HTTP/1.1 200 OK
        Content-Length: 0
        Connection: keep-alive, X-Hop, ETag
        Keep-Alive: timeout=5
        X-Hop: 1
        ETag: "1"
        X-End: 2
        Upgrade: h2c
        Trailer: X

        """
            .replace("\n", "\r\n");
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
}
