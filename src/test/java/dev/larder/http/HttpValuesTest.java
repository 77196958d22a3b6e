package dev.larder.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small records: requests, keys, heads, ranges and codings. */
class HttpValuesTest {

  @ParameterizedTest
  @CsvSource({
    "cdn.example, cdn.example",
    "cdn.example:8080, cdn.example",
    "[2001:db8::1], [2001:db8::1]",
    "[2001:db8::1]:8080, [2001:db8::1]",
    "'', ''"
  })
  void hostIsTheAuthorityWithoutItsPort(String authority, String host) {
    assertEquals(host, request(authority, null).host());
  }

  @Test
  void targetIsPathAndQueryAsTheyWereSent() {
    assertEquals("/a", request("h", null).target());
    assertEquals("/a?", request("h", "").target());
    assertEquals("/a?b=c?d", request("h", "b=c?d").target());
  }

  @Test
  void keyIsOneLineOfItsParts() {
    CacheKey key = new CacheKey("site", "h", "/ü", "q=1");
    assertEquals("/ü?q=1", key.target());
    assertEquals("site h /ü?q=1", key.canonical());
    assertEquals("site h /ü?q=1", new String(key.bytes(), StandardCharsets.UTF_8));
    assertEquals("site  /ü", new CacheKey("site", "", "/ü", "").toString());
  }

  @Test
  void rangeKnowsItsLengthAndItsField() {
    ByteRange range = new ByteRange(2, 5);
    assertEquals(4, range.length());
    assertEquals("bytes 2-5/10", range.contentRange(10));
    assertThrows(IllegalArgumentException.class, () -> new ByteRange(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> new ByteRange(5, 4));
  }

  @Test
  void codingsHaveTheirNamesInAnyCase() {
    for (ContentCoding coding : ContentCoding.values()) {
      assertEquals(coding, ContentCoding.named(coding.token()));
    }
    assertEquals(ContentCoding.GZIP, ContentCoding.named("X-GZip"));
    assertEquals(ContentCoding.BROTLI, ContentCoding.named("BR"));
    assertNull(ContentCoding.named("deflate"));
  }

  @Test
  void headHasItsDirectivesReadOnceAndKeepsThemWithADigest() {
    ResponseHead response = new ResponseHead(200, Fields.of("Cache-Control", "no-cache"));
    StoredHead head = StoredHead.of(response, Instant.EPOCH, Instant.EPOCH, Fields.EMPTY, "");
    assertTrue(head.cacheControl().has("no-cache"));
    StoredHead known = head.withDigest("abc");
    assertEquals("abc", known.digest());
    assertEquals(head, known.withDigest(""));
  }

  private static Request request(String authority, @Nullable String query) {
    return new Request("GET", "http", authority, "/a", query, Fields.EMPTY, "HTTP/1.1", "::1");
  }
}
