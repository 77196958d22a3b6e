package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What breaks off is seen to break off, releases what it holds once, and is told of once. */
class BrokenDeliveryTest {
  private static final byte[] LARGE = new byte[30_000_000];

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource
  void clientNoticesThatContentBrokeOff(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start()) {
      for (int length : new int[] {-1, 10}) {
        HandDrivenTail tail = new HandDrivenTail().more(new byte[] {1, 2, 3}).breakOff();
        fixture.handler.now(
            "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, length)));
        assertThrows(IOException.class, () -> fixture.get(way, "/a"));
        assertBrokenOff(fixture.told(), 3);
        assertEquals(1, tail.closed.get());
      }
      fixture.assertNothingElseTold();
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientNoticesThatContentIsShorterThanAnnounced(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start()) {
      HandDrivenTail tail = new HandDrivenTail().more(new byte[] {1, 2, 3}).end();
      FileLease lease = FileLease.of(directory.resolve("f"), new byte[1000]);
      for (Content content : List.of(new Content.Arriving(tail, 10), lease.slice(0, 2000))) {
        fixture.handler.now("/a", request -> ScriptedHandler.answer(200, content));
        assertThrows(IOException.class, () -> fixture.get(way, "/a"));
        assertFalse(fixture.told().complete());
      }
      assertEquals(1, tail.closed.get());
      assertEquals(1, lease.closed.get());
      fixture.assertNothingElseTold();
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientNoticesThatContentIsLongerThanAnnounced(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start()) {
      HandDrivenTail tail = new HandDrivenTail().more(new byte[5]).more(new byte[6]).end();
      fixture.handler.now(
          "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, 10)));
      assertThrows(IOException.class, () -> fixture.get(way, "/a"));
      assertFalse(fixture.told().complete());
      assertEquals(1, tail.closed.get());
      fixture.assertNothingElseTold();
    }
  }

  @Test
  void oldClientNoticesThatContentWhichEndsWithTheConnectionBrokeOff() throws Exception {
    try (FrontFixture fixture = FrontFixture.start();
        RawClient client = fixture.connect(Way.HTTP)) {
      HandDrivenTail tail = new HandDrivenTail().more(new byte[] {1, 2, 3});
      fixture.handler.now(
          "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, -1)));
      client.send("GET /a HTTP/1.0\r\n\r\n").readHead();
      client.exactly(3);
      tail.breakOff();
      assertThrows(IOException.class, () -> client.exactly(1));
    }
  }

  private static void assertBrokenOff(ExchangeObserver.Finished told, int bytes) {
    assertFalse(told.complete());
    assertEquals(bytes, told.bytes());
  }

  @ParameterizedTest
  @EnumSource
  void vanishedClientReleasesContentOnce(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start()) {
      FileLease lease = FileLease.of(directory.resolve("f"), LARGE);
      HandDrivenTail tail = new HandDrivenTail().more(LARGE);
      AtomicInteger released = new AtomicInteger();
      fixture.handler.now(
          "/file", request -> ScriptedHandler.answer(200, lease.slice(0, LARGE.length)));
      fixture.handler.now(
          "/tail", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, -1)));
      fixture.handler.now(
          "/memory",
          request ->
              ScriptedHandler.answer(
                  200,
                  new Content.Stored(
                      ScriptedHandler.memory(LARGE).memory(),
                      new CountingLease(released),
                      0,
                      way == Way.HTTP ? 1 : LARGE.length)));
      for (String path : List.of("/file", "/tail", "/memory")) {
        if (way == Way.HTTP && path.equals("/memory")) {
          continue;
        }
        vanish(fixture, way, path);
        ExchangeObserver.Finished told = fixture.told();
        assertFalse(told.complete(), path);
        assertTrue(told.bytes() < LARGE.length);
      }
      assertEquals(1, lease.closed.get());
      assertEquals(1, tail.closed.get());
      assertEquals(way == Way.HTTP ? 0 : 1, released.get());
      fixture.assertNothingElseTold();
    }
  }

  /** Reads the first bytes of an answer and goes. */
  private static void vanish(FrontFixture fixture, Way way, String path) throws Exception {
    if (way != Way.HTTP2) {
      try (RawClient client = fixture.connect(way)) {
        client.get(path).readHead();
        client.exactly(1);
        client.vanish();
      }
      return;
    }
    HttpClient client = fixture.client(way);
    try (InputStream in = begin(fixture, client, way, path)) {
      assertEquals(1, in.readNBytes(1).length);
    }
    client.shutdownNow();
    client.close();
  }

  private static InputStream begin(FrontFixture fixture, HttpClient client, Way way, String path)
      throws Exception {
    return client
        .send(fixture.request(way, path).build(), HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  @ParameterizedTest
  @EnumSource
  void clientThatTakesNoByteIsEndedAndHoldsUpNobody(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start(Duration.ofSeconds(1), FrontFixture.PATIENCE);
        HttpClient client = fixture.client(way)) {
      fixture.handler.now(
          "/large", request -> ScriptedHandler.answer(200, ScriptedHandler.memory(LARGE)));
      fixture.handler.now("/small", request -> ScriptedHandler.text("small"));
      AutoCloseable stalling = stall(fixture, client, way);
      if (way == Way.HTTP2) {
        // On the connection that the other does not read from.
        assertEquals("small", small(fixture, client, way));
        assertTrue(fixture.told().complete());
      }
      try (HttpClient other = fixture.client(way)) {
        assertEquals("small", small(fixture, other, way));
      }
      assertTrue(fixture.told().complete());
      assertFalse(fixture.told().complete());
      stalling.close();
      fixture.assertNothingElseTold();
    }
  }

  private static AutoCloseable stall(FrontFixture fixture, HttpClient client, Way way)
      throws Exception {
    if (way == Way.HTTP2) {
      return begin(fixture, client, way, "/large");
    }
    return fixture.connect(way).get("/large");
  }

  private static String small(FrontFixture fixture, HttpClient client, Way way) throws Exception {
    return client
        .send(fixture.request(way, "/small").build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
