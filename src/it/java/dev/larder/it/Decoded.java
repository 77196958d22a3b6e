package dev.larder.it;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;

/** Bodies as they were before their content coding, decoded by others than the node's encoders. */
final class Decoded {

  private Decoded() {}

  /** The identity of a response's body. */
  static byte[] body(HttpResponse<byte[]> response) {
    return bytes(Client.field(response, "Content-Encoding"), response.body());
  }

  static byte[] bytes(String coding, byte[] body) {
    return switch (coding) {
      case "" -> body;
      case "gzip" -> gzip(body);
      case "br" -> brotli(body);
      default -> throw new AssertionError("nobody asked for the coding " + coding);
    };
  }

  private static byte[] gzip(byte[] body) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("not gzip", e);
    }
  }

  private static byte[] brotli(byte[] body) {
    Brotli4jLoader.ensureAvailability();
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length * 4);
    DecoderJNI.Wrapper decoder;
    try {
      decoder = new DecoderJNI.Wrapper(body.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      decoder.getInputBuffer().put(body);
      decoder.push(body.length);
      while (decoder.getStatus() == DecoderJNI.Status.NEEDS_MORE_OUTPUT || decoder.hasOutput()) {
        ByteBuffer piece = decoder.pull();
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        out.writeBytes(bytes);
      }
      if (decoder.getStatus() != DecoderJNI.Status.DONE) {
        throw new AssertionError("brotli ends with " + decoder.getStatus());
      }
      return out.toByteArray();
    } finally {
      decoder.destroy();
    }
  }
}
