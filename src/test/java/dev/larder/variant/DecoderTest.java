package dev.larder.variant;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.http.ContentCoding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back out of codings, however it is cut, and what is no such coding. */
class DecoderTest {
  private static final byte[] TEXT = Samples.text(300_000);

  private final VariantWorkshop workshop =
      VariantWorkshop.open(VariantOptions.defaults(), new VariantObserver() {});

  @AfterEach
  void everyPlaceIsGivenBack() {
    workshop.close();
    assertEquals(0, workshop.openEncoders());
  }

  private byte[] encoded(ContentCoding coding, byte[] bytes) {
    try (Encoder encoder = requireNonNull(workshop.open(coding))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      write(encoder.encode(ByteBuffer.wrap(bytes)), out);
      write(encoder.finish(), out);
      return out.toByteArray();
    }
  }

  private static void write(ByteBuffer bytes, ByteArrayOutputStream out) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    out.writeBytes(copy);
  }

  /** Decodes what comes in pieces of one size, into buffers of another. */
  private byte[] decoded(ContentCoding coding, byte[] coded, int piece, int room)
      throws MalformedContentException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer into = ByteBuffer.allocate(room);
    try (Decoder decoder = requireNonNull(workshop.openDecoder(coding))) {
      int at = 0;
      ByteBuffer input = ByteBuffer.allocate(0);
      while (true) {
        if (!input.hasRemaining() && at < coded.length) {
          int count = Math.min(piece, coded.length - at);
          input = ByteBuffer.wrap(coded, at, count).slice();
          at += count;
        }
        int count = decoder.decode(input, at == coded.length, into.clear());
        if (count < 0) {
          return out.toByteArray();
        }
        write(into.flip(), out);
      }
    }
  }

  private boolean isOneStream(ContentCoding coding, byte[] coded) throws MalformedContentException {
    try (Decoder decoder = requireNonNull(workshop.openDecoder(coding))) {
      ByteBuffer input = ByteBuffer.wrap(coded);
      ByteBuffer into = ByteBuffer.allocate(1 << 20);
      int count = 0;
      while (count >= 0) {
        assertFalse(decoder.wasOneStream() && input.hasRemaining());
        count = decoder.decode(input, true, into.clear());
      }
      return decoder.wasOneStream();
    }
  }

  private byte[] decoded(ContentCoding coding, byte[] coded) throws MalformedContentException {
    return decoded(coding, coded, 64 * 1024, 64 * 1024);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void whatWasEncodedComesBackHoweverItIsCut(ContentCoding coding) throws Exception {
    byte[] coded = encoded(coding, TEXT);
    assertArrayEquals(TEXT, decoded(coding, coded, coded.length, TEXT.length + 1));
    assertArrayEquals(TEXT, decoded(coding, coded, 1_000, 700));
    assertArrayEquals(TEXT, decoded(coding, coded, 1, 4096));
    assertArrayEquals(TEXT, decoded(coding, coded, coded.length, 1_001));
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void nothingComesBackAsNothing(ContentCoding coding) throws Exception {
    assertArrayEquals(new byte[0], decoded(coding, encoded(coding, new byte[0])));
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void streamThatIsCutAnywhereIsMalformed(ContentCoding coding) {
    byte[] coded = encoded(coding, Samples.text(2_000));
    for (int length = 0; length < coded.length; length++) {
      byte[] cut = Arrays.copyOf(coded, length);
      assertThrows(MalformedContentException.class, () -> decoded(coding, cut));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void plainTextIsMalformed(ContentCoding coding) {
    byte[] text =
        "alert('hello'); // not compressed at all\n".repeat(9).getBytes(StandardCharsets.UTF_8);
    assertThrows(MalformedContentException.class, () -> decoded(coding, text));
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void whatFollowsTheEndIsMalformed(ContentCoding coding) {
    byte[] coded = encoded(coding, TEXT);
    byte[] more = joined(coded, new byte[] {1, 2, 3});
    assertThrows(
        MalformedContentException.class, () -> decoded(coding, more, coded.length, 64 * 1024));
  }

  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void whatFollowsTheEndIsMalformedWhereverItIsCut(ContentCoding coding) {
    byte[] coded = encoded(coding, TEXT);
    byte[] more = joined(coded, new byte[] {0});
    for (int piece : new int[] {1, coded.length, coded.length + 1}) {
      assertThrows(MalformedContentException.class, () -> decoded(coding, more, piece, 64 * 1024));
    }
  }

  @Test
  void severalMembersAreNotOneStream() throws Exception {
    byte[] one = encoded(ContentCoding.GZIP, TEXT);
    assertTrue(isOneStream(ContentCoding.GZIP, one));
    assertFalse(isOneStream(ContentCoding.GZIP, joined(one, one)));
    byte[] none = encoded(ContentCoding.GZIP, new byte[0]);
    assertFalse(isOneStream(ContentCoding.GZIP, joined(one, none)));
    assertTrue(isOneStream(ContentCoding.BROTLI, encoded(ContentCoding.BROTLI, TEXT)));
  }

  @Test
  void membersOfGzipAreOneAfterTheOther() throws Exception {
    byte[] one = encoded(ContentCoding.GZIP, TEXT);
    assertArrayEquals(joined(TEXT, TEXT), decoded(ContentCoding.GZIP, joined(one, one)));
    assertArrayEquals(joined(TEXT, TEXT), decoded(ContentCoding.GZIP, joined(one, one), 7, 999));
  }

  /** Extra field, name, comment and checksum of the header; the text is "a". */
  @Test
  void everyPartOfAGzipHeaderIsPassedOver() throws Exception {
    byte[] header =
        HexFormat.of().parseHex("1f8b081e0000000000ff" + "0300616263" + "6e00" + "6300" + "1234");
    byte[] rest = encoded(ContentCoding.GZIP, new byte[] {'a'});
    byte[] whole = joined(header, Arrays.copyOfRange(rest, 10, rest.length));
    assertArrayEquals(new byte[] {'a'}, decoded(ContentCoding.GZIP, whole));
    assertArrayEquals(new byte[] {'a'}, decoded(ContentCoding.GZIP, whole, 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -5, -9})
  void changedByteOfGzipIsMalformed(int fromEnd) {
    byte[] coded = encoded(ContentCoding.GZIP, TEXT);
    coded[coded.length + fromEnd] ^= 1;
    assertThrows(MalformedContentException.class, () -> decoded(ContentCoding.GZIP, coded));
  }

  /** Brotli has no checksum: what still decodes is other content, and never longer than allowed. */
  @Test
  void changedBitOfBrotliIsMalformedOrOtherContent() {
    byte[] text = Samples.text(3_000);
    byte[] coded = encoded(ContentCoding.BROTLI, text);
    int malformed = 0;
    for (int bit = 0; bit < coded.length * 8; bit += 3) {
      byte[] flipped = coded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        decoded(ContentCoding.BROTLI, flipped);
      } catch (MalformedContentException recognised) {
        malformed++;
      }
    }
    assertTrue(malformed > coded.length, malformed + " of " + coded.length * 8 / 3);
  }

  @Test
  void changedBitAnywhereInGzipIsMalformed() {
    byte[] coded = encoded(ContentCoding.GZIP, Samples.text(3_000));
    int header = 10;
    for (int bit = header * 8; bit < coded.length * 8; bit += 3) {
      byte[] flipped = coded.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(MalformedContentException.class, () -> decoded(ContentCoding.GZIP, flipped));
    }
  }

  /** The library's own stream fails on such content. */
  @ParameterizedTest
  @EnumSource(
      value = ContentCoding.class,
      names = {"GZIP", "BROTLI"})
  void contentThatEndsInFiveMegabytesOfZerosComesBack(ContentCoding coding) throws Exception {
    byte[] sample = Samples.zeroTail(5 << 20);
    byte[] coded = encoded(coding, sample);
    assertArrayEquals(sample, decoded(coding, coded));
    assertArrayEquals(sample, decoded(coding, coded, 100, 4096));
    byte[] best = Samples.encoded(workshop.openInBackground(11, sample.length), sample);
    assertArrayEquals(sample, decoded(ContentCoding.BROTLI, best, 1, 64 * 1024));
  }

  @Test
  void longRunsOfBrotliComeBack() throws Exception {
    byte[] run = new byte[5 << 20];
    byte[] coded = encoded(ContentCoding.BROTLI, run);
    assertTrue(coded.length < 10_000);
    assertArrayEquals(run, decoded(ContentCoding.BROTLI, coded));
  }

  /** Two megabytes that mean two gigabytes. */
  @Test
  void bombIsMalformedLongBeforeItsEnd() {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    byte[] member = encoded(ContentCoding.GZIP, new byte[1 << 20]);
    for (int i = 0; i < 2048; i++) {
      bomb.writeBytes(member);
    }
    assertTrue(bomb.size() > 2_000_000);
    assertExplodes(ContentCoding.GZIP, bomb.toByteArray());
  }

  /** In brotli a kilobyte is enough. */
  @Test
  void bombOfBrotliIsMalformedLongBeforeItsEnd() {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (Encoder encoder = workshop.openInBackground(1, 256 << 20)) {
      ByteBuffer zeros = ByteBuffer.allocate(1 << 20);
      for (int i = 0; i < 256; i++) {
        write(encoder.encode(zeros.clear()), bomb);
      }
      write(encoder.finish(), bomb);
    }
    assertExplodes(ContentCoding.BROTLI, bomb.toByteArray());
  }

  private void assertExplodes(ContentCoding coding, byte[] bomb) {
    long[] out = {0};
    ByteBuffer into = ByteBuffer.allocate(64 * 1024);
    try (Decoder decoder = requireNonNull(workshop.openDecoder(coding))) {
      ByteBuffer input = ByteBuffer.wrap(bomb);
      MalformedContentException refused =
          assertThrows(
              MalformedContentException.class,
              () -> {
                while (true) {
                  out[0] += decoder.decode(input, true, into.clear());
                }
              });
      assertTrue(requireNonNull(refused.getMessage()).contains("bytes of content came to over"));
    }
    assertTrue(out[0] <= (16 << 20) + 100L * bomb.length, out[0] + " bytes came out");
  }
}
