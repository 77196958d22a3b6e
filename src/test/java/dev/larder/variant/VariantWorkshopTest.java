package dev.larder.variant;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ContentCoding;
import dev.larder.testing.Decoded;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes out of the workshop. */
class VariantWorkshopTest {
  private static final int KIB = 1024;
  private static final VariantWorkshop SHARED =
      VariantWorkshop.open(VariantOptions.defaults(), VariantObserver.NONE);

  private final List<String> told = new ArrayList<>();
  private final VariantWorkshop workshop =
      VariantWorkshop.open(new VariantOptions(6, 5, 2, 4), observer());

  @AfterEach
  void closeWorkshop() {
    workshop.close();
  }

  @AfterContainer
  static void closeShared() {
    SHARED.close();
  }

  static Stream<Arguments> samples() {
    Stream<byte[]> samples =
        Stream.concat(
            Stream.of(0, 1, 255, 16 * KIB - 1, 16 * KIB, 16 * KIB + 1, 64 * KIB - 1)
                .map(Samples::text),
            Stream.of(
                Samples.text(64 * KIB),
                Samples.text(64 * KIB + 1),
                Samples.text(80 * KIB),
                Samples.text(1_700_000),
                Samples.zeroTail(5_000_000),
                Samples.noise(300_000)));
    return samples.flatMap(sample ->
        Stream.of(
            Arguments.of(ContentCoding.GZIP, sample), Arguments.of(ContentCoding.BROTLI, sample)));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void variantDecodesToItsIdentity(ContentCoding coding, byte[] identity) {
    byte[] variant = Samples.encoded(opened(workshop, coding), identity);
    assertArrayEquals(identity, Decoded.of(coding.token(), variant));
    assertEquals(List.of("encoded " + coding + " " + identity.length + " " + variant.length), told);
  }

  @Property(tries = 60)
  void sameInputMakesTheSameBytesHoweverItIsCut(
      @ForAll @IntRange(min = 0, max = 300_000) int size,
      @ForAll @IntRange(min = 1, max = 90_000) int largestPiece,
      @ForAll Random random) {
    byte[] identity = Samples.text(size);
    for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.BROTLI)) {
      byte[] whole = Samples.encoded(opened(SHARED, coding), identity);
      byte[] cut = Samples.encodedInPieces(opened(SHARED, coding), identity, largestPiece, random);
      assertArrayEquals(whole, cut);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BROTLI"})
  void whatCameInDecodesAfterTheFirstSixteenKibibytesAndThenAfterEachSixtyFour(
      ContentCoding coding) {
    byte[] identity = Samples.text(300 * KIB);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (Encoder encoder = opened(workshop, coding)) {
      for (int at = 0; at < identity.length; at += KIB) {
        Samples.add(encoder.encode(ByteBuffer.wrap(identity, at, KIB)), sent);
        int arrived = at + KIB;
        int flushed =
            arrived < 16 * KIB ? 0 : 16 * KIB + (arrived - 16 * KIB) / (64 * KIB) * 64 * KIB;
        if (arrived % (8 * KIB) == 0) {
          byte[] readable =
              flushed == 0
                  ? sent.toByteArray()
                  : Decoded.prefix(coding.token(), sent.toByteArray());
          assertArrayEquals(Arrays.copyOf(identity, flushed), readable);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "BROTLI"})
  void textShrinks(ContentCoding coding) {
    byte[] identity = Samples.text(500_000);
    byte[] variant = Samples.encoded(opened(workshop, coding), identity);
    assertTrue(VariantPolicy.worthKeeping(identity.length, variant.length));
    assertTrue(variant.length < identity.length / 4, () -> variant.length + " bytes");
  }

  @Test
  void qualityIsTakenFromTheOptions() {
    byte[] identity = Samples.text(200_000);
    try (VariantWorkshop slow =
            VariantWorkshop.open(new VariantOptions(9, 9, 1, 1), VariantObserver.NONE);
        VariantWorkshop fast =
            VariantWorkshop.open(new VariantOptions(1, 1, 1, 1), VariantObserver.NONE)) {
      for (ContentCoding coding : List.of(ContentCoding.GZIP, ContentCoding.BROTLI)) {
        int best = Samples.encoded(opened(slow, coding), identity).length;
        int quick = Samples.encoded(opened(fast, coding), identity).length;
        assertTrue(best < quick, coding + ": " + best + " and " + quick + " bytes");
      }
    }
  }

  @Test
  void gzipHeaderNamesNeitherFileNorTime() {
    byte[] variant = Samples.encoded(opened(workshop, ContentCoding.GZIP), Samples.text(1000));
    byte[] header = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};
    assertArrayEquals(header, Arrays.copyOf(variant, header.length));
  }

  @Test
  void identityNeedsNoEncoder() {
    assertFalse(workshop.canMake(ContentCoding.IDENTITY));
    assertNull(workshop.open(ContentCoding.IDENTITY));
    assertEquals(List.of(), told);
  }

  @Test
  void whenAllEncodersAreInUseThereIsNoneAndTheObserverHearsOfIt() {
    List<Encoder> open =
        Stream.generate(() -> opened(workshop, ContentCoding.BROTLI)).limit(4).toList();
    assertNull(workshop.open(ContentCoding.GZIP));
    assertEquals(List.of("busy GZIP"), told);
    open.getFirst().close();
    Await.until(() -> workshop.openEncoders() == 3);
    try (Encoder encoder = workshop.open(ContentCoding.GZIP)) {
      assertNotNull(encoder);
    }
    open.forEach(Encoder::close);
  }

  private VariantObserver observer() {
    return new VariantObserver() {
      @Override
      public void encoded(ContentCoding coding, long bytesIn, long bytesOut) {
        told.add("encoded " + coding + " " + bytesIn + " " + bytesOut);
      }

      @Override
      public void busy(ContentCoding coding) {
        told.add("busy " + coding);
      }
    };
  }

  private static Encoder opened(VariantWorkshop workshop, ContentCoding coding) {
    return requireNonNull(workshop.open(coding));
  }

  @Test
  void probeTellsWhatShrinksFromWhatDoesNot() {
    assertEquals(
        VariantWorkshop.Probe.SHRINKS, workshop.probe(ByteBuffer.wrap(Samples.text(64 * KIB))));
    assertEquals(
        VariantWorkshop.Probe.DOES_NOT, workshop.probe(ByteBuffer.wrap(Samples.noise(64 * KIB))));
    // 3 % of it are text: a variant could save that much, and would not be worth its time.
    byte[] mostlyNoise = Samples.noise(64 * KIB);
    System.arraycopy(Samples.text(2 * KIB), 0, mostlyNoise, 0, 2 * KIB);
    assertEquals(VariantWorkshop.Probe.DOES_NOT, workshop.probe(ByteBuffer.wrap(mostlyNoise)));
    assertEquals(0, workshop.openEncoders());
  }

  @Test
  void probeDoesNotWaitForAPlace() {
    try (VariantWorkshop small =
            VariantWorkshop.open(new VariantOptions(6, 5, 1, 1), VariantObserver.NONE);
        Encoder only = requireNonNull(small.open(ContentCoding.GZIP))) {
      assertEquals(
          VariantWorkshop.Probe.BUSY, small.probe(ByteBuffer.wrap(Samples.text(64 * KIB))));
      only.finish();
    }
  }
}
