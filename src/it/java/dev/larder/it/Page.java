package dev.larder.it;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * What an origin of ours answers under a path.
 *
 * @param fields response fields beside the framing
 * @param over how long the body takes to send, in even steps
 * @param left is told, after each step, how many bytes have left
 */
record Page(
    int status, Map<String, String> fields, ByteBuffer content, Duration over, IntConsumer left) {

  static final Page NOT_FOUND = new Page(404, Map.of(), ByteBuffer.allocate(0));

  Page(int status, Map<String, String> fields, ByteBuffer content) {
    this(status, fields, content, Duration.ZERO, Page::nobody);
  }

  byte[] body() {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return bytes;
  }

  /** With a strong ETag made of the content. */
  static Page of(String type, byte[] body) {
    String tag = '"' + Sha256.of(body).substring(0, 16) + '"';
    return new Page(200, Map.of("Content-Type", type, "ETag", tag), ByteBuffer.wrap(body));
  }

  static Page of(String type, String body) {
    return of(type, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that no coding makes smaller, the same for the same size. */
  static Page random(int bytes) {
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);
    return of("application/octet-stream", body);
  }

  Page with(String field, String value) {
    Map<String, String> more = new HashMap<>(fields);
    more.put(field, value);
    return new Page(status, more, content, over, left);
  }

  Page without(String field) {
    Map<String, String> fewer = new HashMap<>(fields);
    fewer.remove(field);
    return new Page(status, fewer, content, over, left);
  }

  Page status(int other) {
    return new Page(other, fields, content, over, left);
  }

  Page sentOver(Duration duration) {
    return new Page(status, fields, content, duration, left);
  }

  private static void nobody(int bytes) {}

  Page telling(IntConsumer told) {
    return new Page(status, fields, content, over, told);
  }
}
