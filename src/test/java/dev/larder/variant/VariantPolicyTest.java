package dev.larder.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.larder.http.Fields;
import dev.larder.http.ResponseHead;
import dev.larder.variant.VariantPolicy.Chance;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariantPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html; charset=utf-8",
        "TEXT/CSS",
        "text/javascript ;charset=utf-8",
        "text/plain",
        "application/javascript",
        "application/json",
        "application/manifest+json",
        "application/xml",
        "application/rss+xml",
        "image/svg+xml",
        "application/wasm",
        "font/ttf",
        "font/otf",
        "application/vnd.ms-fontobject",
        "image/x-icon",
        "image/vnd.microsoft.icon",
        "image/bmp"
      })
  void typesThatShrinkAreCompressible(String type) {
    assertEquals(Chance.GOOD, chance(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "font/woff",
        "font/woff2",
        "image/png",
        "image/jpeg",
        "image/webp",
        "image/avif",
        "image/gif",
        "video/mp4",
        "audio/mpeg",
        "application/zip",
        "application/gzip",
        "application/x-7z-compressed",
        "application/pdf",
        "IMAGE/GIF; q=1",
        "image/heic",
        "application/font-woff2",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
      })
  void typesThatAreCompressedAlreadyAreLeftAlone(String type) {
    assertEquals(Chance.NONE, chance(type));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/octet-stream",
        "application/x-unheard-of",
        "application/x-tar",
        "image/tiff",
        "model/gltf-binary",
        "text",
        "",
        "multipart/form-data; boundary=text/html"
      })
  void contentOfOtherTypesHasToTell(String type) {
    assertEquals(Chance.UNKNOWN, chance(type));
  }

  @Test
  void contentWithoutTypeHasToTell() {
    assertEquals(Chance.UNKNOWN, VariantPolicy.chance(new ResponseHead(200, Fields.EMPTY), 1000));
  }

  @Test
  void streamOfEventsIsNeverHeldBack() {
    assertEquals(
        Chance.NONE, VariantPolicy.chance(head(200, "Content-Type", "text/event-stream"), -1));
  }

  @ParameterizedTest
  @CsvSource({"-1, GOOD", "0, NONE", "255, NONE", "256, GOOD", "9000000000, GOOD"})
  void tooShortIsNotWorthIt(long length, Chance chance) {
    assertEquals(chance, VariantPolicy.chance(head(200, "Content-Type", "text/css"), length));
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 203, 204, 206, 301, 304, 404, 500})
  void onlyAWholeOkIsCompressible(int status) {
    assertEquals(Chance.NONE, VariantPolicy.chance(head(status, "Content-Type", "text/css"), 1000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding|gzip",
        "content-encoding|zstd",
        "Content-Range|bytes 0-999/1000",
        "Cache-Control|max-age=60, No-Transform"
      })
  void fieldsThatForbidItAreObeyed(String name, String value) {
    for (String type : List.of("text/css", "application/octet-stream")) {
      assertEquals(
          Chance.NONE, VariantPolicy.chance(head(200, "Content-Type", type, name, value), 1000));
    }
  }

  @Test
  void directiveInsideAQuotedStringIsNoDirective() {
    assertEquals(
        Chance.GOOD,
        VariantPolicy.chance(
            head(200, "Content-Type", "text/css", "Cache-Control", "x=\"a, no-transform\""), 1000));
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 936, true",
    "1000, 937, false",
    "10000, 9500, true",
    "10000, 9501, false",
    "1279, 1215, true",
    "1281, 1217, false",
    "0, 20, false"
  })
  void keepsWhatSavesFivePercentAndSixtyFourBytes(long identity, long encoded, boolean kept) {
    assertEquals(kept, VariantPolicy.worthKeeping(identity, encoded));
  }

  @Property
  void neverKeepsWhatDoesNotShrink(
      @ForAll @LongRange(min = 0) long identity, @ForAll @LongRange(min = 0) long more) {
    long encoded = Math.max(identity, identity / 2 + more / 2);
    assertFalse(VariantPolicy.worthKeeping(identity, encoded));
  }

  private static Chance chance(String type) {
    return VariantPolicy.chance(head(200, "Content-Type", type), 1000);
  }

  private static ResponseHead head(int status, String... fields) {
    return new ResponseHead(status, Fields.of(fields));
  }
}
