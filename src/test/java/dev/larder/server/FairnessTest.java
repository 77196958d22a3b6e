package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connection that asks for much leaves to others of its I/O thread. */
class FairnessTest {
  private static final int FLOOD = 4000;

  /** Both have sent all that they ask for before the I/O thread may read it. */
  @ParameterizedTest
  @EnumSource(names = {"HTTPS", "HTTP2"})
  void floodOfRequestsLetsAnotherConnectionThrough(Way way) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch sent = new CountDownLatch(1);
    try (FrontFixture fixture = FrontFixture.start();
        RawClient flood =
            RawClient.secure(
                fixture.port(way), fixture.trust(), way == Way.HTTP2 ? "h2" : "http/1.1");
        RawClient other = fixture.connect(Way.HTTPS)) {
      fixture.handler.now(
          "/begin",
          request -> {
            begun.countDown();
            await(sent);
            return ScriptedHandler.text("begun");
          });
      assertEquals(404, other.get("/").read().status());
      flood.send(way == Way.HTTP2 ? preface() : new byte[0]).send(asking(way, 0, "/begin"));
      await(begun);
      flood.send(flood(way));
      other.get("/other");
      Thread.startVirtualThread(flood::readUntilClosed);
      sent.countDown();
      assertEquals(404, other.read().status());
      List<String> paths =
          List.copyOf(fixture.handler.requests).stream().map(Request::path).toList();
      int before = paths.indexOf("/other");
      assertTrue(before < FLOOD / 2, before + " requests of the flood were answered first");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(FrontFixture.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException hurried) {
      throw new AssertionError(hurried);
    }
  }

  private static byte[] flood(Way way) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 1; i <= FLOOD; i++) {
      all.write(asking(way, i, "/flood"));
    }
    return all.toByteArray();
  }

  private static byte[] asking(Way way, int index, String path) {
    return way == Way.HTTP2
        ? headers(2 * index + 1, path)
        : ("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The preface of a client and its empty settings. */
  private static byte[] preface() {
    byte[] magic = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(magic.length + 9).put(magic).putInt(4).array();
  }

  /** A frame that is a whole request: GET, https, and literals of path and authority. */
  private static byte[] headers(int stream, String path) {
    byte[] literal = path.getBytes(StandardCharsets.US_ASCII);
    int length = 2 + 2 + literal.length + 3;
    return ByteBuffer.allocate(9 + length)
        .putInt(length << 8 | 1)
        .put((byte) 5)
        .putInt(stream)
        .put(new byte[] {(byte) 0x82, (byte) 0x87, 0x04, (byte) literal.length})
        .put(literal)
        .put(new byte[] {0x01, 1, 'a'})
        .array();
  }
}
