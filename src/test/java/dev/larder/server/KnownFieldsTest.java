package dev.larder.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.exchange.Pick;
import dev.larder.exchange.PlainRequest;
import dev.larder.exchange.Shelf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known of a request's fields is what a look at each of them says. */
class KnownFieldsTest {
  private static final int LARGEST = 8192;

  private static final List<String> FIELDS =
      List.of(
          "Host: a.test",
          "Host: b.test:8080",
          "host: a.test",
          "Accept-Encoding: gzip, br",
          "Accept-Encoding: gzip",
          "If-None-Match: \"x\"",
          "If-None-Match: \"y\"",
          "Referer: https://a.test/",
          "Referer: https://a.test/" + "long".repeat(600),
          "User-Agent: x",
          "User-Agent: y",
          "Connection: close",
          "Connection: keep-alive",
          "Range: bytes=0-1",
          "Cookie: a=b",
          "Accept: */*");

  /** Numbers codings by their length, which is another for each here. */
  private static final class Codings implements Shelf {
    @Override
    public int accepted(@Nullable String acceptEncoding) {
      return acceptEncoding == null ? 0 : acceptEncoding.length();
    }

    @Override
    public boolean find(PlainRequest request, long nowMillis, Pick into) {
      return false;
    }
  }

  @Test
  void whatWasSeenBeforeIsReadAsIfItWasNew() {
    Random chance = new Random(6);
    HeadScanner scanner = new HeadScanner(new Codings());
    PlainRequest request = new PlainRequest(LARGEST);
    List<String> blocks = new ArrayList<>();
    int plain = 0;
    for (int i = 0; i < 20_000; i++) {
      if (blocks.size() < 12 || chance.nextInt(10) == 0) {
        blocks.add(fields(chance));
      }
      String block = blocks.get(blocks.size() - 1 - chance.nextInt(Math.min(12, blocks.size())));
      String head = (chance.nextInt(9) == 0 ? "HEAD" : "GET") + " /" + "p".repeat(i % 70);
      head += " HTTP/1.1\r\n" + block;
      String seen = read(scanner, head, request);
      assertEquals(read(new HeadScanner(new Codings()), head, new PlainRequest(LARGEST)), seen);
      plain += seen.isEmpty() ? 0 : 1;
    }
    assertTrue(plain > 3_000, "plain requests are among them: " + plain);
  }

  private static String fields(Random chance) {
    StringBuilder fields = new StringBuilder();
    if (chance.nextInt(5) > 0) {
      fields.append(FIELDS.getFirst()).append("\r\n");
    }
    for (int i = chance.nextInt(4); i > 0; i--) {
      fields.append(FIELDS.get(chance.nextInt(FIELDS.size()))).append("\r\n");
    }
    return fields.append("\r\n").toString();
  }

  /** All that the scanner says of a head; empty when that is no plain one. */
  private static String read(HeadScanner scanner, String head, PlainRequest request) {
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, request.buffer(), 0, bytes.length);
    request.begin(bytes.length, "c", false);
    if (!scanner.isPlain(request)) {
      return "";
    }
    return String.join(
        "|",
        request.target().toString(),
        request.authority().toString(),
        request.ifNoneMatch().isPresent() + request.ifNoneMatch().toString(),
        request.referrer().isPresent() + request.referrer().toString(),
        request.userAgent().isPresent() + request.userAgent().toString(),
        request.isHead() + " " + request.closes() + " " + request.accepted(),
        request.asRequest().fields().toString());
  }
}
