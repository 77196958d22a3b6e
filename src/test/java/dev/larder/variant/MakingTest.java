package dev.larder.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.larder.http.ContentCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class MakingTest {
  private static final String DIGEST = "pZGm1Av0IEBKARczz7exkNYsZb8LzaMrV7J32a2fFG4";

  @Test
  void codingAndQualityAndGenerationStandInsideTheQuotes() {
    assertEquals("\"abc-br5.1\"", Making.of(ContentCoding.BROTLI, 5).tag("\"abc\""));
    assertEquals("\"abc-gzip6.1\"", Making.of(ContentCoding.GZIP, 6).tag("\"abc\""));
    assertEquals("\"-br11.1\"", Making.of(ContentCoding.BROTLI, 11).tag("\"\""));
    assertEquals("\"abc-br11.2\"", Making.atRest(11).tag("\"abc\""));
  }

  @Test
  void dictionaryAndOriginsBytesAreNamedByTheirDigest() {
    assertEquals("\"abc-dcb5.1-pZGm1Av0IEBK\"", Making.against(DIGEST, 5).tag("\"abc\""));
    assertEquals(
        "\"abc-br-pZGm1Av0IEBK\"", Making.byOrigin(ContentCoding.BROTLI, DIGEST).tag("\"abc\""));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"W/\"abc\"", "", "\"", "abc", "\"abc", "abc\"", "\"a\"b\"", "\"a b\""})
  void withoutAStrongTagThereIsNone(String identityTag) {
    assertNull(Making.of(ContentCoding.BROTLI, 5).tag(identityTag));
  }

  @Test
  void tagsOfVariantsAreKnownWhoeverMadeThem() {
    assertEquals(ContentCoding.BROTLI, Making.codingIn("abc-br5.1", "abc"));
    assertEquals(ContentCoding.BROTLI, Making.codingIn("abc-br11.7", "abc"));
    assertEquals(ContentCoding.BROTLI, Making.codingIn("abc-br-pZGm1Av0IEBK", "abc"));
    assertEquals(ContentCoding.GZIP, Making.codingIn("abc-gzip9.1", "abc"));
    assertEquals(ContentCoding.DICTIONARY, Making.codingIn("abc-dcb5.1-pZGm1Av0IEBK", "abc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc", "abd-br5.1", "abc-br", "abc-brotli", "abcbr5.1", "abc-", "abc-deflate5.1"})
  void otherTagsAreNot(String opaque) {
    assertNull(Making.codingIn(opaque, "abc"));
  }
}
