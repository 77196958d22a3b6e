package dev.larder.origin;

import static dev.larder.testing.ScriptedOrigin.answering;
import static dev.larder.testing.ScriptedOrigin.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.ScriptedOrigin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is content and where it ends, whatever the origin does to it on the way. */
class HttpContentTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  @Test
  void wholeContentOfKnownLengthIsReadAndProven() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(ok("hello")));
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertEquals(5, body.length());
      assertFalse(body.provenWhole());
      assertEquals("hello", Asker.text(body));
      assertTrue(body.provenWhole());
      assertEquals(List.of("answered 200", "received 5"), asker.told());
    }
  }

  @Test
  void wholeChunkedContentIsReadAndProvenWithoutExtensionsAndTrailers() throws Exception {
    String chunks = "3;a=\"b;c\"\r\nhel\r\n0A \r\nlo, larder\r\n0\r\nX-Sum: 1\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(CHUNKED + chunks));
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertEquals(-1, body.length());
      assertEquals("hello, larder", Asker.text(body));
      assertTrue(body.provenWhole());
    }
  }

  @Test
  void contentIsReadIntoBuffersOfEveryKind() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(ok("hello, larder")));
        Asker asker = Asker.of(origin);
        OriginBody body = asker.get().body()) {
      ByteBuffer direct = ByteBuffer.allocateDirect(5);
      ByteBuffer slice = ByteBuffer.allocate(20).position(7).slice().position(1);
      while (direct.hasRemaining()) {
        assertTrue(body.read(direct) > 0);
      }
      while (body.read(slice) >= 0) {
        assertTrue(slice.position() > 1);
      }
      assertEquals("hello", text(direct.flip()));
      assertEquals(", larder", text(slice.flip().position(1)));
    }
  }

  private static String text(ByteBuffer buffer) {
    StringBuilder text = new StringBuilder();
    while (buffer.hasRemaining()) {
      text.append((char) buffer.get());
    }
    return text.toString();
  }

  @Test
  void contentShorterThanItsLengthIsNeverWhole() throws Exception {
    String cut = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello";
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(cut));
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertThrows(IOException.class, () -> Asker.text(body));
      assertFalse(body.provenWhole());
      assertEquals(List.of("answered 200", "received 5"), asker.told());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5\r\n",
        "5\r\nhel",
        "5\r\nhello",
        "5\r\nhello\r\n",
        "5\r\nhello\r\n0",
        "5\r\nhello\r\n00",
        "5\r\nhello\r\n0\r\n",
        "5\r\nhello\r\n0\r\nX-Sum: 1",
        "5\r\nhello\r\n0\r\nX-Sum: 1\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello!\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        " 5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "5 5\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n0\r\n\r\n",
        "ffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        "10000000000000005\r\nhello\r\n0\r\n\r\n"
      })
  void chunksThatAreCutOrDamagedAreNeverWhole(String chunks) throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(CHUNKED + chunks));
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertThrows(IOException.class, () -> Asker.text(body));
      assertFalse(body.provenWhole());
    }
  }

  @Test
  void chunksDamagedOnceStayDamaged() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(answering(CHUNKED + "zz\r\n5\r\nhello\r\n0\r\n\r\n"));
        Asker asker = Asker.of(origin);
        OriginBody body = asker.get().body()) {
      ByteBuffer buffer = ByteBuffer.allocate(100);
      assertThrows(IOException.class, () -> body.read(buffer));
      assertThrows(IOException.class, () -> body.read(buffer));
    }
  }

  @Test
  void contentThatEndsWithItsConnectionIsReadButNotProven() throws Exception {
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(answering("HTTP/1.1 200 OK\r\nX: y\r\n\r\nhello"));
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertEquals(-1, body.length());
      assertEquals("hello", Asker.text(body));
      assertFalse(body.provenWhole());
    }
  }

  @Test
  void contentThatEndsWithAResetIsAnError() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(connection -> {
              connection.readRequest();
              connection.send("HTTP/1.1 200 OK\r\nX: y\r\n\r\nhello");
              begun.await();
              connection.reset();
            });
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertEquals(5, body.read(ByteBuffer.allocate(5)));
      begun.countDown();
      assertThrows(IOException.class, () -> Asker.text(body));
      assertFalse(body.provenWhole());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEAD, 200, Content-Length: 5",
    "HEAD, 200, Transfer-Encoding: chunked",
    "HEAD, 404, X: no length",
    "GET, 304, Content-Length: 5",
    "GET, 204, Content-Length: 5",
    "GET, 304, X: no length"
  })
  void answersThatCannotHaveContentHaveNone(String method, int status, String field)
      throws Exception {
    String head = "HTTP/1.1 " + status + " x\r\n" + field + "\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(head, ok("next")));
        Asker asker = Asker.of(origin)) {
      Fetched.Answered answered = Asker.answered(asker.fetch(method));
      assertEquals(status, answered.head().status());
      assertEquals("", Asker.text(answered.body()));
      assertTrue(answered.body().provenWhole());
      assertEquals(0, answered.body().length());
      assertEquals("next", asker.getText());
      assertEquals(1, origin.connections());
    }
  }

  @Test
  void lengthOfWhatHeadDoesNotSendIsToldButOf204IsNot() throws Exception {
    String of204 = "HTTP/1.1 204 x\r\nContent-Length: 7\r\n\r\n";
    String of304 = "HTTP/1.1 304 x\r\nContent-Length: 7\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(of304, of204, of304));
        Asker asker = Asker.of(origin)) {
      assertEquals("7", asker.get().head().fields().first("Content-Length"));
      assertNull(asker.get().head().fields().first("Content-Length"));
      Fetched.Answered head = Asker.answered(asker.fetch("HEAD"));
      assertEquals("7", head.head().fields().first("Content-Length"));
    }
  }

  @Test
  void equalLengthsAreOne() throws Exception {
    String twice = "HTTP/1.1 200 OK\r\nContent-Length: 5, 5\r\nContent-Length: 05\r\n\r\nhello";
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(twice));
        Asker asker = Asker.of(origin)) {
      Fetched.Answered answered = asker.get();
      assertEquals(List.of("5"), answered.head().fields().all("Content-Length"));
      assertEquals("hello", Asker.text(answered.body()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Content-Length: 5,",
        "Content-Length:",
        "Content-Length: -5",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding:"
      })
  void framingThatTwoRecipientsCouldReadInTwoWaysIsRefused(String fields) throws Exception {
    String head = "HTTP/1.1 200 OK\r\n" + fields + "\r\n\r\n";
    try (ScriptedOrigin origin =
            ScriptedOrigin.start(
                answering(head + "5\r\nhello\r\n0\r\n\r\n"), answering(ok("next")));
        Asker asker = Asker.of(origin)) {
      asker.getFails(Fetched.Failure.BROKEN);
      assertEquals(List.of("failed BROKEN"), asker.told());
      assertEquals("next", asker.getText());
      assertEquals(2, origin.connections());
    }
  }

  @Test
  void transferCodingOfAnHttp10AnswerIsRefused() throws Exception {
    String head = "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(head));
        Asker asker = Asker.of(origin)) {
      asker.getFails(Fetched.Failure.BROKEN);
    }
  }

  @Test
  void contentClosedBeforeItsEndCannotBeReadOnAndCountsOnce() throws Exception {
    try (ScriptedOrigin origin = ScriptedOrigin.start(answering(ok("hello")));
        Asker asker = Asker.of(origin)) {
      OriginBody body = asker.get().body();
      assertEquals(2, body.read(ByteBuffer.allocate(2)));
      body.close();
      body.close();
      assertThrows(IOException.class, () -> body.read(ByteBuffer.allocate(2)));
      assertFalse(body.provenWhole());
      assertEquals(List.of("answered 200", "received 2"), asker.told());
    }
  }
}
