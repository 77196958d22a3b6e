package dev.larder.origin;

import static dev.larder.testing.ScriptedOrigin.always;
import static dev.larder.testing.ScriptedOrigin.answering;
import static dev.larder.testing.ScriptedOrigin.ok;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.testing.ScriptedOrigin;
import dev.larder.testing.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is believed of an origin's heads, and of its certificate. */
class HttpHeadTest {
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n";

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
