package dev.larder.variant;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Representations to encode, and the pieces they come in. */
final class Samples {
  private Samples() {}

  /** Text like a script's: few words in ever new order. The same for the same size. */
  static byte[] text(int bytes) {
    Random random = new Random(bytes);
    StringBuilder text = new StringBuilder(bytes + 40);
    while (text.length() < bytes) {
      text.append("function item").append(random.nextInt(500)).append("(node) { return node.");
      text.append(random.nextBoolean() ? "child" : "parent").append(random.nextInt(9));
      text.append("; }\n");
    }
    return text.substring(0, bytes).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Some text and then nothing but zeros. */
  static byte[] zeroTail(int zeros) {
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    sample.writeBytes(text(1234));
    sample.writeBytes(new byte[zeros]);
    return sample.toByteArray();
  }

  /** Bytes that do not shrink. */
  static byte[] noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(bytes).nextBytes(noise);
    return noise;
  }

  /** The sample's variant, the sample handed over in one piece. */
  static byte[] encoded(Encoder encoder, byte[] sample) {
    return encodedInPieces(encoder, sample, sample.length + 1, new Random(0));
  }

  /** The sample's variant, the sample handed over in pieces of random size up to a largest. */
  static byte[] encodedInPieces(Encoder encoder, byte[] sample, int largest, Random random) {
    ByteArrayOutputStream variant = new ByteArrayOutputStream();
    try (encoder) {
      ByteBuffer rest = ByteBuffer.wrap(sample);
      while (rest.hasRemaining()) {
        int count =
            largest > sample.length
                ? rest.remaining()
                : Math.min(rest.remaining(), 1 + random.nextInt(largest));
        add(encoder.encode(rest.slice(rest.position(), count)), variant);
        rest.position(rest.position() + count);
      }
      add(encoder.finish(), variant);
    }
    return variant.toByteArray();
  }

  static void add(ByteBuffer more, ByteArrayOutputStream into) {
    byte[] bytes = new byte[more.remaining()];
    more.get(bytes);
    into.writeBytes(bytes);
  }
}
