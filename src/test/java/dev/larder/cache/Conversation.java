package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.HttpDate;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import dev.larder.testing.RoutedOrigin.Seen;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of what a client and an origin see of one cache between them, over sockets. All tests of a
 * class share the cache and its clock, which only goes forward; each has pages of its own.
 *
 * <p>Classes are named after how strongly an RFC asks for what they show: <em>required</em> is a
 * MUST, <em>recommended</em> a SHOULD or what any good cache does, <em>allowed</em> a MAY that this
 * cache makes use of.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Conversation {
  private static final int PATIENCE_MILLIS = 3_000;
  private static final List<String> DATE_FORMS =
      List.of(
          "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
          "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
          "EEE MMM ppd HH:mm:ss yyyy");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final Policy policy;
  private RoutedOrigin origin;
  private CacheFixture node;
  private int pages;

  Conversation(Policy policy) {
    this.policy = policy;
  }

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    origin = RoutedOrigin.start(clock);
    node = CacheFixture.with(origin, directory, clock, SiteDraft.of(policy).options());
  }

  @AfterEach
  void nothingBroke() {
    assertEquals(List.of(), node.broken);
  }

  @AfterAll
  void stop() {
    node.close();
    origin.close();
  }

  void pass(long seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  /** A date as a field has it, that many seconds from now. */
  String date(long seconds) {
    return HttpDate.format(clock.instant().plusSeconds(seconds));
  }

  /** The same moment in each of the three forms (RFC 9110 §5.6.7). */
  List<String> dateInEachForm(long seconds) {
    Instant at = clock.instant().plusSeconds(seconds);
    return DATE_FORMS.stream().map(pattern -> dateAs(pattern, at)).toList();
  }

  private static String dateAs(String pattern, Instant at) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC).format(at);
  }

  /** A new page that the origin answers so; fields are written as lines, {@code Name: value}. */
  Page page(String... lines) {
    return new Page("/page/" + ++pages).answers(lines);
  }

  /** A new page that has been asked for once. */
  Page storedPage(String... lines) {
    Page page = page(lines);
    page.ask();
    return page;
  }

  /** A new page with that status that has been asked for once. */
  Page storedPage(int status, String... lines) {
    Page page = page().answers(status, lines);
    assertEquals(status, page.ask().status());
    return page;
  }

  private static String[] alternating(String... lines) {
    return Arrays.stream(lines)
        .flatMap(line -> Stream.of(line.split(": ?", 2)))
        .toArray(String[]::new);
  }

  /** One URL: what its origin says, and what a client gets. */
  final class Page {
    private final String path;

    private Page(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }

    String url() {
      return node.url(path);
    }

    /** From now on a 200; its text is {@code turn 1}, {@code turn 2} and so on. */
    Page answers(String... lines) {
      return answers(200, lines);
    }

    Page answers(int status, String... lines) {
      return does((request, wire) -> reply(request, wire, status, "turn " + asked(), lines));
    }

    Page answersText(String text, String... lines) {
      return does((request, wire) -> reply(request, wire, 200, text, lines));
    }

    /** From now on a 304 to any condition, else a 200. */
    Page confirms(String... lines) {
      return does((request, wire) ->
          reply(request, wire, isConditional(request) ? 304 : 200, "turn " + asked(), lines));
    }

    /** From now on that many seconds pass before an answer. */
    Page answersAfter(long seconds, String... lines) {
      return does((request, wire) -> {
        pass(seconds);
        reply(request, wire, 200, "turn " + asked(), lines);
      });
    }

    Page hangsUp() {
      return does((request, wire) -> {
        throw new IOException("the script says so");
      });
    }

    Page does(RoutedOrigin.Route route) {
      origin.put(path, route);
      return this;
    }

    Got ask(String... lines) {
      return node.get(path, alternating(lines));
    }

    Got send(String method, String... lines) {
      return node.send(method, path, method.equals("POST") ? "news" : "", alternating(lines));
    }

    /** How often the origin was asked for it, by whatever method. */
    int asked() {
      return origin.seen(path).size();
    }

    /** What the origin was last asked. */
    Seen question() {
      return origin.seen(path).getLast();
    }

    /** Asks, and demands that the answer came out of the store. */
    Got assertReused(String... lines) {
      int before = asked();
      Got got = askOnceLanded(lines).assertHit();
      assertEquals(before, asked(), "the origin was asked");
      return got;
    }

    /**
     * An answer without content may be here before its fetch is over, and the next one joins it.
     */
    private Got askOnceLanded(String... lines) {
      AtomicReference<Got> got = new AtomicReference<>();
      CacheFixture.await(
          () -> {
            got.set(ask(lines));
            return !got.get().cacheStatus().contains("collapsed");
          },
          "the end of the fetch");
      return got.get();
    }

    /** Asks, and demands that the origin was asked as well. */
    Got assertNotReused(String... lines) {
      int before = asked();
      Got got = ask(lines);
      assertEquals(before + 1, asked(), () -> "not asked of the origin: " + got.cacheStatus());
      return got;
    }

    /** Asks, and demands that the origin was asked for the whole, without condition. */
    Got assertFetched(String... lines) {
      Got got = assertNotReused(lines);
      assertTrue(!isConditional(question()), () -> "conditional: " + question());
      return got;
    }

    /** Asks, and demands that the origin was asked whether what is stored still holds. */
    Got assertValidated(String... lines) {
      Got got = assertNotReused(lines);
      assertTrue(isConditional(question()), () -> "not conditional: " + question());
      return got;
    }

    /** Demands that nothing of it lies in the store, not even to stand in. */
    void assertNotStored() {
      assertNotReused();
      hangsUp();
      assertEquals(502, ask().status());
    }
  }

  private static boolean isConditional(Seen request) {
    return request.field("If-None-Match") != null || request.field("If-Modified-Since") != null;
  }

  private static void reply(
      Seen request, RoutedOrigin.Wire wire, int status, String text, String... lines)
      throws IOException {
    String[] fields = alternating(lines);
    if (Arrays.stream(lines).noneMatch(line -> line.startsWith("Date:"))) {
      wire.reply(request, status, text, fields);
      return;
    }
    String length = "Content-Length: " + text.length();
    String head =
        String.join("\r\n", "HTTP/1.1 " + status + " x", length, String.join("\r\n", lines));
    wire.send((head + "\r\n\r\n" + text).getBytes(StandardCharsets.ISO_8859_1));
  }

  /** What comes back, up to its end, on a connection of its own for a request of these lines. */
  String exchange(String... lines) throws IOException {
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    URI at = URI.create(node.url("/"));
    try (Socket socket = new Socket(at.getHost(), at.getPort())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static void assertAbsent(Seen request, String field) {
    assertNull(request.field(field), field);
  }
}
