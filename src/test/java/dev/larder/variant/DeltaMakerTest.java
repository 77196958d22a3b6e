package dev.larder.variant;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.testing.Decoded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content, coded against content. */
class DeltaMakerTest {
  private final ExecutorService coders = Executors.newFixedThreadPool(2);
  private final Semaphore places = new Semaphore(1);
  private final DeltaMaker maker = new DeltaMaker(coders, places);

  @AfterEach
  void stop() {
    coders.close();
  }

  private static DeltaContents contents(byte[] dictionary, byte[] content) {
    return new DeltaContents(
        Base64.getUrlEncoder().withoutPadding().encodeToString(Decoded.sha256(dictionary)),
        ByteBuffer.wrap(dictionary),
        ByteBuffer.wrap(content));
  }

  private byte[] delta(byte[] dictionary, byte[] content, int quality) throws IOException {
    ByteBuffer made = requireNonNull(maker.make(() -> contents(dictionary, content), quality));
    byte[] bytes = new byte[made.remaining()];
    made.get(bytes);
    return bytes;
  }

  private static byte[] changed(byte[] sample, int changes) {
    byte[] changed = sample.clone();
    Random random = new Random(changes);
    for (int i = 0; i < changes; i++) {
      changed[random.nextInt(changed.length)] ^= 1;
    }
    return changed;
  }

  @ParameterizedTest
  @CsvSource({"1024, 5", "65536, 5", "65537, 5", "1700000, 5", "1700000, 11", "5000000, 5"})
  void whatDecodesToTheContentIsShort(int size, int quality) throws IOException {
    byte[] dictionary = Samples.text(size);
    byte[] content = changed(dictionary, 20);
    byte[] delta = delta(dictionary, content, quality);
    assertArrayEquals(content, Decoded.against(dictionary, delta));
    assertTrue(delta.length < 300 + size / 18, delta.length + " bytes");
    assertEquals(1, places.availablePermits());
  }

  @Test
  void contentOfAnotherSizeOrKindIsCodedAsWell() throws IOException {
    byte[] dictionary = Samples.text(100_000);
    for (byte[] content :
        new byte[][] {
          Samples.noise(70_000),
          Samples.zeroTail(5_000_000),
          Arrays.copyOf(dictionary, 2_000),
          Samples.text(3_000_000)
        }) {
      assertArrayEquals(content, Decoded.against(dictionary, delta(dictionary, content, 5)));
      assertArrayEquals(dictionary, Decoded.against(content, delta(content, dictionary, 5)));
    }
  }

  @Test
  void noMoreAreMadeAtOnceThanThereArePlacesAndNothingIsReadForThem() throws Exception {
    places.acquire();
    assertNull(
        maker.make(
            () -> {
              throw new AssertionError("nothing is to be read");
            },
            5));
  }

  @Test
  void whatCannotBeReadGivesItsPlaceBack() {
    assertThrows(
        IOException.class,
        () ->
            maker.make(
                () -> {
                  throw new IOException("it is gone");
                },
                5));
    assertEquals(1, places.availablePermits());
  }

  @Test
  void workThatCannotBeDoneGivesItsPlaceBack() {
    coders.shutdown();
    byte[] sample = Samples.text(2_000);
    assertThrows(CodingFailed.class, () -> delta(sample, sample, 5));
    assertEquals(1, places.availablePermits());
  }

  /** What is published was decoded before, so a broken encoder must not get past that. */
  @Test
  void whatDoesNotDecodeToTheContentIsNoticed() throws IOException {
    byte[] dictionary = Samples.text(100_000);
    byte[] content = changed(dictionary, 20);
    byte[] delta = delta(dictionary, content, 5);
    ByteBuffer coded = ByteBuffer.wrap(delta, 36, delta.length - 36).slice();
    byte[] other = content.clone();
    other[90_000] ^= 1;
    for (byte[] expected : new byte[][] {other, Arrays.copyOf(content, 99_999)}) {
      DeltaWork work = new DeltaWork(ByteBuffer.wrap(dictionary), 5);
      try {
        assertThrows(
            IOException.class, () -> verifyAll(work, coded.duplicate(), ByteBuffer.wrap(expected)));
      } finally {
        work.free();
      }
    }
  }

  private static void verifyAll(DeltaWork work, ByteBuffer coded, ByteBuffer expected)
      throws IOException {
    boolean more = true;
    while (more) {
      more = work.verify(coded, expected);
    }
  }
}
