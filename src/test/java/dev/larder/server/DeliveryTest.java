package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole answers arrive as they are, whichever way the client speaks. */
class DeliveryTest {
  private static final byte[] LARGE = new byte[10_000_000];

  static {
    new Random(1).nextBytes(LARGE);
  }

  @TempDir Path directory;
  private FrontFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = FrontFixture.start();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private static Optional<String> field(HttpResponse<?> got, String name) {
    return got.headers().firstValue(name);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsKnownIsAnsweredOnAnIoThread(Way way) throws Exception {
    fixture.handler.now("/a", request -> ScriptedHandler.text("hello"));
    HttpResponse<byte[]> got = fixture.get(way, "/a");
    assertEquals("hello", new String(got.body(), StandardCharsets.UTF_8));
    assertEquals(Optional.of("5"), field(got, "Content-Length"));
    assertTrue(field(got, "Date").isPresent());
    assertTrue(fixture.handler.threads.getFirst().startsWith("test I/O-"));
    ExchangeObserver.Finished told = fixture.told();
    assertTrue(told.immediate() && told.complete());
    assertEquals(5, told.bytes());
    assertEquals(way.protocol(), fixture.handler.requests.getFirst().protocol());
    assertEquals(way.secure ? "https" : "http", fixture.handler.requests.getFirst().scheme());
    fixture.assertNothingElseTold();
  }

  @ParameterizedTest
  @EnumSource
  void whatTakesWaitingIsAnsweredOnAVirtualThread(Way way) throws Exception {
    fixture.handler.later("/a", (request, body) -> ScriptedHandler.text("hello"));
    assertEquals("hello", new String(fixture.get(way, "/a").body(), StandardCharsets.UTF_8));
    assertTrue(fixture.handler.threads.getFirst().startsWith("virtual test-request-"));
    assertFalse(fixture.told().immediate());
    fixture.assertNothingElseTold();
  }

  @ParameterizedTest
  @EnumSource
  void largeMemoryIsWhole(Way way) throws Exception {
    fixture.handler.now(
        "/a", request -> ScriptedHandler.answer(200, ScriptedHandler.memory(LARGE)));
    assertArrayEquals(LARGE, fixture.get(way, "/a").body());
    assertEquals(LARGE.length, fixture.told().bytes());
    fixture.assertNothingElseTold();
  }

  @ParameterizedTest
  @EnumSource
  void emptyContentHasALengthOfZero(Way way) throws Exception {
    fixture.handler.now("/a", request -> ScriptedHandler.answer(200, Content.None.INSTANCE));
    fixture.handler.later(
        "/b", (request, body) -> ScriptedHandler.answer(200, Content.None.INSTANCE));
    for (String path : List.of("/a", "/b")) {
      HttpResponse<byte[]> got = fixture.get(way, path);
      assertEquals(0, got.body().length);
      assertEquals(Optional.of("0"), field(got, "Content-Length"));
      assertTrue(fixture.told().complete());
    }
  }

  @ParameterizedTest
  @EnumSource
  void sliceOfAFileIsExact(Way way) throws Exception {
    for (int length : new int[] {0, 1, 70_000, 5_000_000}) {
      FileLease lease = FileLease.of(directory.resolve("f"), LARGE);
      fixture.handler.now("/a", request -> ScriptedHandler.answer(200, lease.slice(4321, length)));
      HttpResponse<byte[]> got = fixture.get(way, "/a");
      assertArrayEquals(Arrays.copyOfRange(LARGE, 4321, 4321 + length), got.body());
      assertEquals(Optional.of(String.valueOf(length)), field(got, "Content-Length"));
      assertEquals(length, fixture.told().bytes());
      assertEquals(1, lease.closed.get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void headCarriesTheLengthThatItsAnswererSet(Way way) throws Exception {
    FileLease lease = FileLease.of(directory.resolve("f"), LARGE);
    fixture.handler.now(
        "/a", request -> ScriptedHandler.answer(200, lease.slice(0, 5), "Content-Length", "5"));
    HttpResponse<byte[]> got = fixture.send(way, head(way, "/a"));
    assertEquals(Optional.of("5"), field(got, "Content-Length"));
    assertEquals(0, got.body().length);
    assertEquals(0, fixture.told().bytes());
    assertEquals(1, lease.closed.get());
  }

  @ParameterizedTest
  @EnumSource
  void headOfUnknownLengthClaimsNone(Way way) throws Exception {
    fixture.handler.now("/a", request -> ScriptedHandler.answer(200, Content.None.INSTANCE));
    fixture.handler.later(
        "/b", (request, body) -> ScriptedHandler.answer(200, Content.None.INSTANCE));
    for (String path : List.of("/a", "/b")) {
      assertEquals(Optional.empty(), field(fixture.send(way, head(way, path)), "Content-Length"));
      assertTrue(fixture.told().complete());
    }
  }

  private HttpRequest head(Way way, String path) {
    return fixture.request(way, path).HEAD().build();
  }

  @ParameterizedTest
  @EnumSource
  void answersThatHaveNoContentHaveNoFalseLength(Way way) throws Exception {
    for (int status : new int[] {204, 304}) {
      fixture.handler.now(
          "/a", request -> ScriptedHandler.answer(status, Content.None.INSTANCE, "ETag", "\"x\""));
      HttpResponse<byte[]> got = fixture.get(way, "/a");
      assertEquals(status, got.statusCode());
      assertEquals(Optional.empty(), field(got, "Content-Length"));
      assertEquals(Optional.empty(), field(got, "Transfer-Encoding"));
      assertEquals(Optional.of("\"x\""), field(got, "ETag"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatHasArrivedIsSeenBeforeTheRest(Way way) throws Exception {
    for (int length : new int[] {-1, 6}) {
      HandDrivenTail tail = new HandDrivenTail().more(new byte[] {1, 2, 3});
      fixture.handler.now(
          "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, length)));
      try (HttpClient client = fixture.client(way)) {
        HttpResponse<InputStream> got =
            client.send(
                fixture.request(way, "/a").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = got.body()) {
          assertArrayEquals(new byte[] {1, 2, 3}, in.readNBytes(3));
          tail.more(new byte[] {4, 5, 6}).end();
          assertArrayEquals(new byte[] {4, 5, 6}, in.readAllBytes());
        }
        assertEquals(length < 0, field(got, "Content-Length").isEmpty());
      }
      ExchangeObserver.Finished told = fixture.told();
      assertTrue(told.complete());
      assertNotNull(told.head());
      assertEquals(6, told.bytes());
      assertEquals(1, tail.closed.get());
    }
  }

  @ParameterizedTest
  @EnumSource
  void largeArrivingContentIsWhole(Way way) throws Exception {
    HandDrivenTail tail = new HandDrivenTail().more(LARGE).end();
    fixture.handler.now(
        "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, -1)));
    assertArrayEquals(LARGE, fixture.get(way, "/a").body());
    assertEquals(LARGE.length, fixture.told().bytes());
  }
}
