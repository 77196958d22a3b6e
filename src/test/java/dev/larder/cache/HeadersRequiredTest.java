package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 §3.1 and RFC 9110 §7.6: what of a message is kept, and what goes no further. */
class HeadersRequiredTest extends Conversation {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String CONTROL = "Cache-Control: max-age=60";

  HeadersRequiredTest() {
    super(Policy.FAITHFUL);
  }

  @ParameterizedTest(name = "§3.1 {0}")
  @ValueSource(
      strings = {
        "Content-Type: text/x-odd; charset=\"utf-8\"",
        "Content-Language: de",
        "Content-Disposition: attachment; filename=\"a b\"",
        "Content-Security-Policy: default-src 'self'",
        "Link: </a.css>; rel=preload",
        "ETag: W/\"1\"",
        "Last-Modified: Sat, 28 Feb 2026 12:00:00 GMT",
        "Server: some/1.0",
        "X-Empty: ",
        "X-Never-Heard-Of: a  \"b\", c",
        "Strict-Transport-Security: max-age=1"
      })
  void everyFieldComesBackAsItCame(String line) {
    Page page = storedPage(CONTROL, line);
    String name = line.substring(0, line.indexOf(':'));
    assertEquals(line, name + ": " + page.assertReused().field(name));
  }

  @Test
  void linesOfOneNameKeepTheirOrder() {
    Page page = storedPage(CONTROL, "X-Own: 2", "Link: <a>", "x-own: 1", "X-Own: 3");
    assertEquals("2, 1, 3", page.assertReused().field("X-Own"));
  }

  /** RFC 9110 §7.6.1. */
  @Test
  void fieldsOfTheOriginsConnectionStayThere() {
    Page page = page(CONTROL, "Connection: X-Hop", "X-Hop: 1", "Keep-Alive: timeout=9");
    for (Got got : List.of(page.ask(), page.assertReused())) {
      assertFalse(got.has("X-Hop"));
      assertFalse(got.has("Keep-Alive"));
      assertFalse(got.field("Connection").contains("X-Hop"));
    }
  }

  /** RFC 9110 §7.6.1. */
  @Test
  void fieldsOfTheClientsConnectionStayThere() throws IOException {
    Page page = page(CONTROL);
    String answer =
        exchange(
            "GET " + page.path() + " HTTP/1.1",
            "Host: any.test",
            "Connection: close",
            "Connection: X-Hop",
            "X-Hop: 1",
            "TE: trailers",
            "X-End: 1");
    assertTrue(answer.endsWith("turn 1"), answer);
    assertAbsent(page.question(), "X-Hop");
    assertAbsent(page.question(), "TE");
    assertEquals("1", page.question().field("X-End"));
  }

  @ParameterizedTest(name = "RFC 9112 §9.6 {0}")
  @ValueSource(strings = {"close", "Close", "close, X-Hop", "X-Hop, close"})
  void closeEndsTheConnectionAlsoAmongOthers(String options) throws IOException {
    Page page = storedPage(CONTROL);
    String line = "Connection: " + options;
    String answer = exchange("GET " + page.path() + " HTTP/1.1", "Host: any.test", line);
    assertTrue(answer.endsWith("turn 1"), answer);
  }

  /** RFC 9110 §7.6.3. */
  @Test
  void originIsToldOfThisCache() {
    Page page = page(CONTROL);
    page.ask("Via: 1.0 further-down");
    assertEquals("1.0 further-down, 1.1 larder", page.question().fields().combined("Via"));
  }

  /** RFC 9110 §6.6.1: whoever stores an answer without Date gives it one. */
  @Test
  void answerWithoutDateIsGivenOne() {
    String received = date(0);
    Page page =
        page()
            .does((request, wire) ->
                wire.send(
                    ("HTTP/1.1 200 OK\r\n" + CONTROL + "\r\nContent-Length: 1\r\n\r\nx")
                        .getBytes(StandardCharsets.ISO_8859_1)));
    page.ask();
    pass(30);
    assertEquals(received, page.assertReused().field("Date"));
  }

  /** RFC 9110 §5.5: octets beyond ASCII are opaque. */
  @Test
  void opaqueOctetsComeBack() throws IOException {
    Page page = storedPage(CONTROL, "X-Own: caf\u00e9");
    String answer =
        exchange("GET " + page.path() + " HTTP/1.1", "Host: any.test", "Connection: close");
    assertTrue(answer.contains("\r\nX-Own: caf\u00e9\r\n"), answer);
  }

  /** RFC 9111 §3.3. */
  @ParameterizedTest(name = "§3.3 {0}")
  @ValueSource(strings = {"Content-Length: 10\r\n\r\n01234", CHUNKED + "5\r\n01234\r\n"})
  void contentThatBrokeOffIsNeverTakenForTheWhole(String rest) {
    Page page = page();
    page.does((request, wire) -> {
      String answer = "HTTP/1.1 200 OK\r\n" + CONTROL + "\r\n" + rest;
      wire.send(answer.getBytes(StandardCharsets.ISO_8859_1));
      throw new IOException("the script says so");
    });
    try {
      assertEquals(502, page.ask().status());
    } catch (UncheckedIOException brokenOff) {
      assertInstanceOf(IOException.class, brokenOff.getCause());
    }
    page.answersText("0123456789", CONTROL);
    assertEquals("0123456789", page.assertNotReused().text());
  }
}
