package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Content;
import dev.larder.exchange.ExchangeObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A front begins wholly or not at all, and ends in order. */
class FrontLifeTest {

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTPS"})
  void runningAnswersEndWithinTheGrace(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start();
        RawClient client = fixture.connect(way)) {
      HandDrivenTail tail = new HandDrivenTail().more(new byte[] {1, 2, 3});
      fixture.handler.now(
          "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, 6)));
      client.get("/a").readHead();
      assertArrayEquals(new byte[] {1, 2, 3}, client.exactly(3));
      Thread stopping = Thread.startVirtualThread(() -> fixture.front.stop(FrontFixture.PATIENCE));
      while (stopping.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      assertThrows(IOException.class, () -> fixture.connect(way).close());
      tail.more(new byte[] {4, 5, 6}).end();
      assertArrayEquals(new byte[] {4, 5, 6}, client.exactly(3));
      assertTrue(fixture.told().complete());
      assertTrue(stopping.join(FrontFixture.PATIENCE));
      assertTrue(client.isEnded());
      fixture.assertNothingElseTold();
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersThatOutlastTheGraceBreakOff(Way way) throws Exception {
    try (FrontFixture fixture = FrontFixture.start()) {
      HandDrivenTail tail = new HandDrivenTail().more(new byte[] {1});
      fixture.handler.now(
          "/a", request -> ScriptedHandler.answer(200, new Content.Arriving(tail, 6)));
      FutureTask<IOException> asking =
          new FutureTask<>(() -> assertThrows(IOException.class, () -> fixture.get(way, "/a")));
      Thread.startVirtualThread(asking);
      while (fixture.handler.requests.isEmpty()) {
        Thread.onSpinWait();
      }
      fixture.front.stop(Duration.ofMillis(50));
      assertFalse(fixture.told().complete());
      assertEquals(1, tail.closed.get());
      asking.get(FrontFixture.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      fixture.assertNothingElseTold();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP", "HTTPS"})
  void takenAddressIsNamedAndNothingIsStarted(Way way) throws Exception {
    try (FrontFixture running = FrontFixture.start()) {
      InetSocketAddress free = freeAddress();
      InetSocketAddress taken = running.front.address();
      ListenException refused =
          assertThrows(
              ListenException.class,
              () ->
                  start(
                      way == Way.HTTP
                          ? FrontFixture.options(taken, free)
                          : FrontFixture.options(free, taken)));
      assertEquals(taken, refused.address());
      start(FrontFixture.options(free, FrontFixture.ANY)).stop(Duration.ZERO);
    }
  }

  private static InetSocketAddress freeAddress() throws IOException {
    try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(reserved.getInetAddress(), reserved.getLocalPort());
    }
  }

  private static UndertowFront start(ServerOptions options) throws IOException {
    return UndertowFront.start(
        options, "test", new ScriptedHandler(), ExchangeObserver.NONE, InstantSource.system());
  }
}
