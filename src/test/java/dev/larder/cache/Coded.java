package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.variant.Encoder;
import dev.larder.variant.VariantObserver;
import dev.larder.variant.VariantOptions;
import dev.larder.variant.VariantWorkshop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Content as somebody else coded it. */
final class Coded {
  private Coded() {}

  /** Text like a script's, of which more effort makes less. The same for the same size. */
  static byte[] script(int bytes) {
    Random random = new Random(bytes);
    StringBuilder text = new StringBuilder(bytes + 80);
    while (text.length() < bytes) {
      text.append("function item").append(random.nextInt(500)).append("(node) { return node.");
      text.append(random.nextBoolean() ? "child" : "parent").append(random.nextInt(9999));
      text.append("; }\n");
    }
    return text.substring(0, bytes).getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] in(ContentCoding coding, byte[] content, int effort) throws IOException {
    return coding == ContentCoding.GZIP ? gzip(content, effort) : brotli(content, effort);
  }

  static byte[] gzip(byte[] content, int level) throws IOException {
    ByteArrayOutputStream coded = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(coded) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(content);
    }
    return coded.toByteArray();
  }

  static byte[] brotli(byte[] content, int quality) {
    try (VariantWorkshop workshop =
            VariantWorkshop.open(VariantOptions.defaults(), VariantObserver.NONE);
        Encoder encoder = workshop.openInBackground(quality, content.length)) {
      ByteArrayOutputStream coded = new ByteArrayOutputStream();
      add(encoder.encode(ByteBuffer.wrap(content)), coded);
      add(encoder.finish(), coded);
      return coded.toByteArray();
    }
  }

  private static void add(ByteBuffer more, ByteArrayOutputStream to) {
    byte[] bytes = new byte[more.remaining()];
    more.get(bytes);
    to.writeBytes(bytes);
  }
}
