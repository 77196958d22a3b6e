package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.Shelf;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.testing.MovableClock;
import dev.larder.testing.RoutedOrigin;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shelf makes no garbage, which is steady where times are not. */
class ShortWayGarbageTest {
  private static final int TIMES = 20_000;

  /** What the store's bookkeeping makes now and then, and no more. */
  private static final double MOST_BYTES = 1;

  @TempDir Path directory;

  @Test
  void findingMakesNoGarbage() throws Exception {
    MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
    try (RoutedOrigin origin = RoutedOrigin.start(clock);
        CacheFixture node = CacheFixture.assets(origin, directory, clock)) {
      origin.put("/a.png", "\u0089PNG\r\n\u001a\n x", "Cache-Control", "max-age=1000");
      node.awaitHit("/a.png");
      Shelf shelf = node.handler().shelf();
      for (int i = 0; i < 3; i++) {
        node.handler().answerNow(request(node));
      }
      PlainRequest plain = plain(node, shelf);
      Pick pick = new Pick();
      ByteBuffer into = ByteBuffer.allocateDirect(4096);
      long now = clock.millis();
      for (int i = 0; i < 5; i++) {
        long bytes = allocated(shelf, plain, now, pick, into);
        if (i == 4) {
          assertTrue(bytes <= MOST_BYTES * TIMES, () -> bytes + " bytes of garbage");
        }
      }
    }
  }

  private static long allocated(
      Shelf shelf, PlainRequest plain, long now, Pick pick, ByteBuffer into) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().threadId();
    long before = threads.getThreadAllocatedBytes(id);
    for (int i = 0; i < TIMES; i++) {
      assertTrue(shelf.find(plain, now, pick));
      pick.head().write(into.clear(), pick.seconds());
    }
    long after = threads.getThreadAllocatedBytes(id);
    assertTrue(pick.length() > 0);
    return after - before;
  }

  private static Request request(CacheFixture node) {
    return new Request(
        "GET", "http", authority(node), "/a.png", null, Fields.EMPTY, "HTTP/1.1", "127.0.0.1");
  }

  private static String authority(CacheFixture node) {
    return "127.0.0.1:" + node.port();
  }

  private static PlainRequest plain(CacheFixture node, Shelf shelf) {
    String text = "/a.png" + authority(node);
    PlainRequest plain = new PlainRequest(1024);
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, plain.buffer(), 0, bytes.length);
    plain.begin(bytes.length, "127.0.0.1", false);
    plain.target().set(plain.buffer(), 0, 6);
    plain.authority().set(plain.buffer(), 6, bytes.length);
    plain.accepted(shelf.accepted(null));
    return plain;
  }
}
