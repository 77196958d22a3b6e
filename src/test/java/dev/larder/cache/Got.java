package dev.larder.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** An answer as a client got it. */
record Got(HttpResponse<byte[]> response) {
  int status() {
    return response.statusCode();
  }

  byte[] bytes() {
    return response.body();
  }

  String text() {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** The field's lines as one list; empty when there is none. */
  String field(String name) {
    return String.join(", ", response.headers().allValues(name));
  }

  boolean has(String name) {
    return response.headers().firstValue(name).isPresent();
  }

  String cacheStatus() {
    return field("Cache-Status");
  }

  long age() {
    return Long.parseLong(field("Age"));
  }

  Got assertHit() {
    assertTrue(cacheStatus().startsWith("larder; hit"), cacheStatus());
    return this;
  }

  Got assertForwarded(String reason) {
    assertTrue(cacheStatus().startsWith("larder; fwd=" + reason), cacheStatus());
    return this;
  }
}
