package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.ExchangeObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on a shelf is sent whole, to whoever takes it, and given up where nobody does. */
class ShelfSendingTest {
  private static final byte[] LARGE = new byte[20_000_000];
  private static final Duration SHORT = Duration.ofSeconds(1);

  static {
    new Random(4).nextBytes(LARGE);
  }

  /** Where the content is. */
  enum Kind {
    MEMORY,
    FILE
  }

  @TempDir Path directory;

  private FileLease lease;

  @BeforeEach
  void open() throws IOException {
    lease = FileLease.of(directory.resolve("f"), LARGE).ready(LARGE.length);
  }

  private void shelve(FrontFixture fixture, Kind kind) {
    fixture.handler.shelve(
        "/large",
        pick -> {
          if (kind == Kind.MEMORY) {
            pick.content(ByteBuffer.wrap(LARGE));
          } else {
            pick.content(lease, LARGE.length);
          }
        });
    fixture.handler.shelve("/none", pick -> {});
  }

  private void assertGivenBack(Kind kind) {
    assertEquals(kind == Kind.FILE ? 1 : 0, lease.closed.get());
  }

  private static void assertFromShelf(RawClient client) throws IOException {
    assertEquals("the shelf", client.readHead().fields().first("X-From"));
  }

  @ParameterizedTest
  @EnumSource
  void largeContentIsWhole(Kind kind) throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE);
        RawClient client = fixture.connect(Way.HTTP)) {
      shelve(fixture, kind);
      assertFromShelf(client.get("/large"));
      assertArrayEquals(LARGE, client.exactly(LARGE.length));
      client.get("/none").readHead();
      ExchangeObserver.Finished told = fixture.told();
      assertTrue(told.complete());
      assertEquals(LARGE.length, told.bytes());
      assertTrue(fixture.told().complete());
      fixture.assertNothingElseTold();
      assertGivenBack(kind);
    }
  }

  @ParameterizedTest
  @CsvSource({"AUTO, MEMORY", "AUTO, FILE", "JSSE, MEMORY", "JSSE, FILE"})
  void largeContentIsWholeOverTls(ServerOptions.Tls.Provider provider, Kind kind) throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE, provider);
        RawClient client = fixture.connect(Way.HTTPS)) {
      shelve(fixture, kind);
      assertFromShelf(client.get("/large"));
      assertArrayEquals(LARGE, client.exactly(LARGE.length));
      assertFromShelf(client.get("/none"));
      assertTrue(fixture.told().complete());
      assertGivenBack(kind);
    }
  }

  /** The front may have it by the time that it learns which protocol is spoken. */
  @ParameterizedTest
  @EnumSource
  void shelfIsAskedForWhatComesWithTheHandshakesEnd(ServerOptions.Tls.Provider provider)
      throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE, provider);
        HeldSocket socket = new HeldSocket();
        RawClient client = fixture.connect(socket)) {
      shelve(fixture, Kind.MEMORY);
      client.get("/large");
      socket.letGo();
      assertFromShelf(client);
      assertArrayEquals(LARGE, client.exactly(LARGE.length));
      assertFromShelf(client.get("/none"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void handlerGetsWhatComesWithTheHandshakesEnd(ServerOptions.Tls.Provider provider)
      throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE, provider);
        HeldSocket socket = new HeldSocket();
        RawClient client = fixture.connect(socket)) {
      shelve(fixture, Kind.MEMORY);
      fixture.handler.now("/now", request -> ScriptedHandler.text("now"));
      client.get("/now").get("/none");
      socket.letGo();
      assertEquals("now", client.read().content());
      assertFromShelf(client);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 100_000, 3_000_000})
  void whatIsNotReadyIsReadAhead(long ready) throws Exception {
    lease.ready(ready).readsAhead();
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE);
        RawClient client = fixture.connect(Way.HTTP)) {
      shelve(fixture, Kind.FILE);
      client.get("/large").readHead();
      assertArrayEquals(LARGE, client.exactly(LARGE.length));
      assertTrue(fixture.told().complete());
      assertTrue(lease.waited.get() > 0);
      fixture.assertNothingElseTold();
      assertGivenBack(Kind.FILE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatTakesNothingIsEnded(Kind kind) throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(SHORT);
        RawClient client = fixture.connect(Way.HTTP)) {
      shelve(fixture, kind);
      client.get("/large").readHead();
      ExchangeObserver.Finished told = fixture.told();
      assertFalse(told.complete());
      assertTrue(told.bytes() < LARGE.length);
      fixture.assertNothingElseTold();
      assertGivenBack(kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppingEndsThoseWhoWait(Kind kind) throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE);
        RawClient client = fixture.connect(Way.HTTP)) {
      shelve(fixture, kind);
      client.get("/large").readHead();
      fixture.front.stop(Duration.ZERO);
      assertFalse(fixture.told().complete());
      assertGivenBack(kind);
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientThatGoesIsToldOfOnce(Kind kind) throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(FrontFixture.PATIENCE)) {
      shelve(fixture, kind);
      try (RawClient client = fixture.connect(Way.HTTP)) {
        client.get("/large").readHead();
      }
      assertFalse(fixture.told().complete());
      fixture.assertNothingElseTold();
      assertGivenBack(kind);
    }
  }

  @Test
  void silentConnectionIsEndedAfterHitsToo() throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(SHORT);
        RawClient client = fixture.connect(Way.HTTP)) {
      shelve(fixture, Kind.MEMORY);
      for (int i = 0; i < 3; i++) {
        client.get("/none").readHead();
      }
      assertTrue(client.isEnded());
    }
  }

  @Test
  void whoNeverGreetsOverTlsIsEnded() throws Exception {
    try (FrontFixture fixture = FrontFixture.shelved(SHORT);
        Socket mute = new Socket(InetAddress.getLoopbackAddress(), fixture.port(Way.HTTPS))) {
      mute.setSoTimeout((int) FrontFixture.PATIENCE.toMillis());
      assertEquals(-1, mute.getInputStream().read());
    }
  }
}
