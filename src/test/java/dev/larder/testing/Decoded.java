package dev.larder.testing;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * The identity of an encoded body, by decoders that share no code with the node. Brotli's own
 * decoder is driven here because the library's stream fails on some valid bodies with long runs.
 */
public final class Decoded {
  private static final int LARGEST = 256 * 1024 * 1024;
  private static final int CHUNK = 64 * 1024;
  private static final int SHA_256_BYTES = 32;

  private Decoded() {}

  /**
   * Decodes a whole body.
   *
   * @param contentEncoding {@code identity}, {@code gzip} or {@code br}
   * @throws UncheckedIOException when the body is damaged, cut short, followed by other bytes, or
   *     decodes to more than 256 MiB
   */
  public static byte[] of(String contentEncoding, byte[] body) {
    return decode(contentEncoding, body, true);
  }

  /** Decodes as much as can be told from the first bytes of a body. */
  public static byte[] prefix(String contentEncoding, byte[] bytes) {
    return decode(contentEncoding, bytes, false);
  }

  /**
   * The content of a body in {@code dcb} (RFC 9842 §4).
   *
   * @param dictionary what the client has
   * @throws UncheckedIOException as above, and when it was made against another dictionary
   */
  public static byte[] against(byte[] dictionary, byte[] body) {
    byte[] head = {(byte) 0xff, 'D', 'C', 'B'};
    int from = head.length + SHA_256_BYTES;
    try {
      if (body.length < from
          || !Arrays.equals(head, Arrays.copyOf(body, head.length))
          || !Arrays.equals(sha256(dictionary), Arrays.copyOfRange(body, head.length, from))) {
        throw new IOException("not coded against that dictionary");
      }
      Brotli4jLoader.ensureAvailability();
      ByteBuffer known = ByteBuffer.allocateDirect(dictionary.length).put(dictionary).flip();
      DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(CHUNK);
      try {
        if (!decoder.attachDictionary(known)) {
          throw new IOException("the decoder takes no such dictionary");
        }
        return brotli(decoder, Arrays.copyOfRange(body, from, body.length), true);
      } finally {
        decoder.destroy();
        Reference.reachabilityFence(known);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The SHA-256 of some bytes. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  private static byte[] decode(String contentEncoding, byte[] body, boolean whole) {
    try {
      return switch (contentEncoding.toLowerCase(Locale.ROOT)) {
        case "identity" -> body.clone();
        case "gzip", "x-gzip" -> gzip(body, whole);
        case "br" -> brotli(body, whole);
        default -> throw new IllegalArgumentException("no decoder for " + contentEncoding);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gzip(byte[] body, boolean whole) throws IOException {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    try (GzipCompressorInputStream in =
        GzipCompressorInputStream.builder()
            .setInputStream(new ByteArrayInputStream(body))
            .setDecompressConcatenated(true)
            .get()) {
      // When the input ends early, a read loses what it decoded before it met the end.
      byte[] chunk = new byte[whole ? CHUNK : 1];
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        decoded.write(chunk, 0, count);
        requireBounded(decoded);
      }
    } catch (EOFException e) {
      if (whole) {
        throw e;
      }
    }
    return decoded.toByteArray();
  }

  private static byte[] brotli(byte[] body, boolean whole) throws IOException {
    Brotli4jLoader.ensureAvailability();
    DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(CHUNK);
    try {
      return brotli(decoder, body, whole);
    } finally {
      decoder.destroy();
    }
  }

  private static byte[] brotli(DecoderJNI.Wrapper decoder, byte[] body, boolean whole)
      throws IOException {
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    int read = 0;
    boolean ended = false;
    while (true) {
      take(decoder, decoded);
      switch (decoder.getStatus()) {
        case OK, NEEDS_MORE_OUTPUT -> decoder.push(0);
        case NEEDS_MORE_INPUT -> {
          int count = Math.min(CHUNK, body.length - read);
          if (count == 0 && ended) {
            requirePart(whole);
            return decoded.toByteArray();
          }
          ended = count == 0;
          decoder.getInputBuffer().clear().put(body, read, count);
          decoder.push(count);
          read += count;
        }
        case DONE -> {
          if (read < body.length) {
            throw new IOException("bytes follow the brotli stream");
          }
          return decoded.toByteArray();
        }
        case ERROR -> throw new IOException("damaged brotli stream");
      }
    }
  }

  /** A decoder that asks for input may still hold output. */
  private static void take(DecoderJNI.Wrapper decoder, ByteArrayOutputStream decoded)
      throws IOException {
    while (decoder.hasOutput()) {
      ByteBuffer output = decoder.pull();
      byte[] chunk = new byte[output.remaining()];
      output.get(chunk);
      decoded.writeBytes(chunk);
      requireBounded(decoded);
    }
  }

  private static void requirePart(boolean whole) throws EOFException {
    if (whole) {
      throw new EOFException("the brotli stream is cut short");
    }
  }

  private static void requireBounded(ByteArrayOutputStream decoded) throws IOException {
    if (decoded.size() > LARGEST) {
      throw new IOException("decodes to more than " + LARGEST + " bytes");
    }
  }
}
