package dev.larder.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.RequestBody;
import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a directory are served, as what, and which are not whatever is asked. */
class DirectoryOriginTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05.6Z");

  @TempDir private Path around;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(around.resolve("root"));
    Files.writeString(around.resolve("secret.txt"), "secret");
  }

  private Path file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
  }

  private Origin origin(boolean dotfiles) {
    OriginOptions options = new OriginOptions(root.toString(), Asker.PATIENT, 1, dotfiles);
    return Origins.open(options, OriginObserver.NONE, InstantSource.fixed(NOW));
  }

  private Fetched.Answered ask(String method, String target, String... fields) {
    Origin.Fetch fetch = new Origin.Fetch(method, target, Fields.of(fields), RequestBody.NONE);
    return Asker.answered(origin(false).fetch(fetch));
  }

  private Fetched.Answered get(String target, String... fields) {
    return ask("GET", target, fields);
  }

  private int status(String target) throws IOException {
    Fetched.Answered answered = get(target);
    answered.body().close();
    return answered.head().status();
  }

  @Test
  void fileIsServedWithItsFields() throws IOException {
    file("a/b.css", "body{}");
    Fetched.Answered answered = get("/a/b.css");
    Fields fields = answered.head().fields();
    assertEquals(200, answered.head().status());
    assertEquals("text/css; charset=utf-8", fields.first("Content-Type"));
    assertEquals("6", fields.first("Content-Length"));
    assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", fields.first("Last-Modified"));
    assertEquals("Sun, 01 Mar 2026 12:00:00 GMT", fields.first("Date"));
    assertFalse(Objects.requireNonNull(EntityTag.parse(fields.first("ETag"))).weak());
    assertEquals(6, answered.body().length());
    assertFalse(answered.body().provenWhole());
    assertEquals("body{}", Asker.text(answered.body()));
    assertTrue(answered.body().provenWhole());
  }

  @ParameterizedTest
  @CsvSource({
    "a.html, text/html; charset=utf-8",
    "a.JS, text/javascript; charset=utf-8",
    "a.b.mjs, text/javascript; charset=utf-8",
    "a.svg, image/svg+xml; charset=utf-8",
    "a.woff2, font/woff2",
    "a.wasm, application/wasm",
    "a.png, image/png",
    "a.unheardof, application/octet-stream",
    "LICENSE, application/octet-stream"
  })
  void typeFollowsTheExtension(String name, String type) throws IOException {
    file(name, "x");
    Fetched.Answered answered = get("/" + name);
    answered.body().close();
    assertEquals(type, answered.head().fields().first("Content-Type"));
  }

  @Test
  void tagIsThatOfTheContentAlone() throws IOException {
    file("a.txt", "same");
    file("b.css", "same");
    String tag = get("/a.txt").head().fields().first("ETag");
    assertEquals(tag, get("/b.css").head().fields().first("ETag"));
    file("a.txt", "diff");
    assertNotEquals(tag, get("/a.txt").head().fields().first("ETag"));
  }

  @Test
  void headHasTheFieldsAndNoContent() throws IOException {
    file("a.txt", "hello");
    Fetched.Answered answered = ask("HEAD", "/a.txt");
    assertEquals(get("/a.txt").head(), answered.head());
    assertEquals("", Asker.text(answered.body()));
  }

  @Test
  void emptyFileIsServed() throws IOException {
    file("empty.js", "");
    Fetched.Answered answered = get("/empty.js");
    assertEquals("0", answered.head().fields().first("Content-Length"));
    assertEquals("", Asker.text(answered.body()));
    assertTrue(answered.body().provenWhole());
  }

  @Test
  void validatorsAreAnswered() throws IOException {
    file("a.txt", "hello");
    Fields known = get("/a.txt").head().fields();
    String tag = Objects.requireNonNull(known.first("ETag"));
    for (String held : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
      Fetched.Answered answered = get("/a.txt", "If-None-Match", held);
      assertEquals(304, answered.head().status(), held);
      assertEquals(tag, answered.head().fields().first("ETag"));
      assertNull(answered.head().fields().first("Content-Type"));
      assertEquals("", Asker.text(answered.body()));
    }
    String date = Objects.requireNonNull(known.first("Last-Modified"));
    assertEquals(304, get("/a.txt", "If-Modified-Since", date).head().status());
    String earlier = "Fri, 02 Jan 2026 03:04:04 GMT";
    assertEquals(200, get("/a.txt", "If-Modified-Since", earlier).head().status());
    assertEquals(
        200, get("/a.txt", "If-None-Match", "\"x\"", "If-Modified-Since", date).head().status());
  }

  @Test
  void modificationInTheFutureIsSaidToBeNow() throws IOException {
    Path file = file("a.txt", "hello");
    Files.setLastModifiedTime(file, FileTime.from(NOW.plusSeconds(3600)));
    assertEquals(
        "Sun, 01 Mar 2026 12:00:00 GMT", get("/a.txt").head().fields().first("Last-Modified"));
  }

  @Test
  void directoryIsItsIndexAndNamedWithASlash() throws IOException {
    file("index.html", "top");
    file("docs/index.html", "docs");
    file("empty/a.txt", "x");
    assertEquals("top", Asker.text(get("/").body()));
    assertEquals("docs", Asker.text(get("/docs/?q").body()));
    Fetched.Answered answered = get("/docs?q=1");
    assertEquals(301, answered.head().status());
    assertEquals("/docs/?q=1", answered.head().fields().first("Location"));
    assertEquals(404, status("/empty/"));
    assertEquals(404, status("/docs/index.html/"));
  }

  @Test
  void queryNamesNoOtherFile() throws IOException {
    file("a.txt", "hello");
    assertEquals("hello", Asker.text(get("/a.txt?b=../../secret.txt").body()));
  }

  @Test
  void encodedNamesAreDecodedOnce() throws IOException {
    file("a b/\u00e9+%25.txt", "hello");
    assertEquals("hello", Asker.text(get("/a%20b/%C3%A9+%2525.txt").body()));
    assertEquals("hello", Asker.text(get("/a%20b/\u00c3\u00a9%2B%2525.txt").body()));
    assertEquals(404, status("/a%2520b/%C3%A9+%2525.txt"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E./secret.txt",
        "/..%2fsecret.txt",
        "/a/..%2f..%2fsecret.txt",
        "/a/../../secret.txt",
        "/a/%2e%2e/%2e%2e/secret.txt",
        "/..\\secret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/./../secret.txt",
        "/%252e%252e/secret.txt",
        "/..%00/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..;/secret.txt",
        "/a/../a/b.txt",
        "/a//b.txt",
        "/./a/b.txt",
        "/a/b.txt%00",
        "/a/b.txt%0a",
        "/a%2fb.txt",
        "/a/b.txt/",
        "/a/b.txt/c",
        "/a/b.tx%",
        "/a/b.tx%7",
        "/a/b.tx%zz",
        "*",
        "a/b.txt",
        ""
      })
  void noSpellingLeadsElsewhere(String target) throws IOException {
    file("a/b.txt", "inside");
    assertEquals(404, status(target));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.env", "/.git/config", "/%2egit/config", "/a/.htpasswd"})
  void dotfilesAreServedOnlyWhenAskedFor(String target) throws IOException {
    for (String name : new String[] {".env", ".git/config", "a/.htpasswd"}) {
      file(name, "private");
    }
    assertEquals(404, status(target));
    Fetched fetched =
        origin(true).fetch(new Origin.Fetch("GET", target, Fields.EMPTY, RequestBody.NONE));
    assertEquals("private", Asker.text(Asker.answered(fetched).body()));
  }

  @Test
  void linksAreFollowedOnlyInside() throws IOException {
    file("real/a.txt", "hello");
    Files.createSymbolicLink(root.resolve("inside"), Path.of("real"));
    Files.createSymbolicLink(root.resolve("outside"), around);
    Files.createSymbolicLink(root.resolve("secret.txt"), around.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    assertEquals("hello", Asker.text(get("/inside/a.txt").body()));
    for (String target : new String[] {"/outside/secret.txt", "/secret.txt", "/loop", "/loop/a"}) {
      assertEquals(404, status(target), target);
    }
  }

  @Test
  void directoryThatIsALinkMayBeTurnedOver() throws IOException {
    Path first = Files.createDirectory(around.resolve("first"));
    Path second = Files.createDirectory(around.resolve("second"));
    Files.writeString(first.resolve("a.txt"), "first");
    Files.writeString(second.resolve("a.txt"), "second");
    root = Files.createSymbolicLink(around.resolve("current"), first);
    Origin origin = origin(false);
    Origin.Fetch fetch = new Origin.Fetch("GET", "/a.txt", Fields.EMPTY, RequestBody.NONE);
    assertEquals("first", Asker.text(Asker.answered(origin.fetch(fetch)).body()));
    Files.delete(root);
    Files.createSymbolicLink(root, second);
    assertEquals("second", Asker.text(Asker.answered(origin.fetch(fetch)).body()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAreNotAllowed(String method) throws IOException {
    file("a.txt", "hello");
    Fetched.Answered answered = ask(method, "/a.txt");
    assertEquals(405, answered.head().status());
    assertEquals("GET, HEAD", answered.head().fields().first("Allow"));
  }

  @Test
  void fileOverwrittenWhileItIsReadIsNeverWhole() throws IOException {
    Path file = file("a.txt", "a".repeat(100_000));
    OriginBody body = get("/a.txt").body();
    body.read(ByteBuffer.allocate(50_000));
    Files.writeString(file, "b".repeat(100_000));
    assertThrows(IOException.class, () -> Asker.text(body));
    assertFalse(body.provenWhole());
  }

  @Test
  void fileCutWhileItIsReadIsNeverWhole() throws IOException {
    Path file = file("a.txt", "a".repeat(100_000));
    OriginBody body = get("/a.txt").body();
    body.read(ByteBuffer.allocate(50_000));
    Files.writeString(file, "a".repeat(60_000));
    assertThrows(IOException.class, () -> Asker.text(body));
    assertFalse(body.provenWhole());
  }

  @Test
  void fileReplacedWhileItIsReadIsReadToItsEnd() throws IOException {
    Path file = file("a.txt", "a".repeat(100_000));
    OriginBody body = get("/a.txt").body();
    body.read(ByteBuffer.allocate(50_000));
    Path next = Files.writeString(root.resolve("next"), "b".repeat(100_000));
    Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertEquals("a".repeat(50_000), Asker.text(body));
  }

  @Test
  void changeWithinTheSameTickIsNoticed() throws IOException {
    Origin origin = origin(false);
    Origin.Fetch fetch = new Origin.Fetch("GET", "/a.txt", Fields.EMPTY, RequestBody.NONE);
    for (String text : new String[] {"1", "2", "3"}) {
      Files.setLastModifiedTime(file("a.txt", text), FileTime.from(NOW));
      assertEquals(text, Asker.text(Asker.answered(origin.fetch(fetch)).body()));
    }
  }

  @Test
  void directoryThatWentAwayIsUnreachable() throws IOException {
    Origin origin = origin(false);
    Files.delete(root);
    Fetched.Failed failed =
        assertInstanceOf(
            Fetched.Failed.class,
            origin.fetch(new Origin.Fetch("GET", "/a", Fields.EMPTY, RequestBody.NONE)));
    assertEquals(Fetched.Failure.UNREACHABLE, failed.failure());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/no/such/directory",
        "ftp://example.org",
        "http://",
        "http://a b",
        "http://user@example.org",
        "http://example.org?q",
        "http://example.org#f",
        "http://example.org:0",
        "http://example.org:65536"
      })
  void locationThatIsNoneIsRefusedWithASentence(String location) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Origins.open(
                    OriginOptions.at(location), OriginObserver.NONE, InstantSource.system()));
    String sentence = String.valueOf(refused.getMessage());
    assertTrue(sentence.contains('"' + location + '"') && sentence.endsWith("."), sentence);
  }
}
