package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.ExchangeObserver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the kernel takes of an answer for a client that does not read. */
class SendBufferTest {
  private static final int KIB = 1024;

  private static long takenFor(int sendBuffer) throws Exception {
    try (FrontFixture fixture =
        FrontFixture.start(Duration.ofMillis(500), FrontFixture.PATIENCE, sendBuffer)) {
      byte[] body = new byte[32 * KIB * KIB];
      fixture.handler.now(
          "/large", request -> ScriptedHandler.answer(200, ScriptedHandler.memory(body)));
      try (RawClient client = fixture.connect(Way.HTTP)) {
        client.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
        ExchangeObserver.Finished told = fixture.told();
        assertFalse(told.complete());
        return told.bytes();
      }
    }
  }

  @Test
  void isWhatWasConfiguredOrWhatTheKernelThinksFit() throws Exception {
    long bounded = takenFor(64 * KIB);
    long unbounded = takenFor(0);
    // The client's own buffer is 16 KiB, and the kernel doubles what it is told.
    assertTrue(bounded > 0 && bounded <= 256 * KIB, "bounded: " + bounded);
    assertTrue(unbounded > 2 * bounded, unbounded + " and, bounded, " + bounded);
  }
}
