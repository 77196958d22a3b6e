package dev.larder.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.ContentCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariantTagTest {
  private static final VariantOptions OPTIONS = new VariantOptions(6, 5, 1, 1);

  @Test
  void codingAndQualityAndGenerationStandInsideTheQuotes() {
    assertEquals("\"abc-br5.1\"", VariantTag.of("\"abc\"", ContentCoding.BROTLI, OPTIONS));
    assertEquals("\"abc-gzip6.1\"", VariantTag.of("\"abc\"", ContentCoding.GZIP, OPTIONS));
    assertEquals("\"-br5.1\"", VariantTag.of("\"\"", ContentCoding.BROTLI, OPTIONS));
  }

  @Test
  void anotherQualityIsAnotherTag() {
    VariantOptions best = new VariantOptions(9, 11, 1, 1);
    for (ContentCoding coding : new ContentCoding[] {ContentCoding.GZIP, ContentCoding.BROTLI}) {
      assertNotEquals(
          VariantTag.of("\"abc\"", coding, OPTIONS), VariantTag.of("\"abc\"", coding, best));
    }
  }

  @Test
  void identityKeepsItsOwn() {
    assertEquals("\"abc\"", VariantTag.of("\"abc\"", ContentCoding.IDENTITY, OPTIONS));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"W/\"abc\"", "", "\"", "abc", "\"abc", "abc\"", "\"a\"b\"", "\"a b\""})
  void withoutAStrongTagThereIsNone(String identityTag) {
    for (ContentCoding coding : ContentCoding.values()) {
      assertNull(VariantTag.of(identityTag, coding, OPTIONS));
    }
  }
}
