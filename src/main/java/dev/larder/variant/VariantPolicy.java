package dev.larder.variant;

import dev.larder.http.CacheControl;
import dev.larder.http.ResponseHead;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which representations are worth a variant. A type counts as compressible only by name; what is
 * compressed already (woff2, images, video, archives) or not known costs time for nothing.
 */
public final class VariantPolicy {
  private static final int SMALLEST_BYTES = 256;
  private static final int LEAST_SAVED_BYTES = 64;
  private static final int LEAST_SAVED_PERCENT = 5;

  private static final Set<String> COMPRESSIBLE =
      Set.of(
          "application/ecmascript",
          "application/graphql",
          "application/javascript",
          "application/json",
          "application/json5",
          "application/ndjson",
          "application/rtf",
          "application/sql",
          "application/toml",
          "application/typescript",
          "application/vnd.apple.mpegurl",
          "application/vnd.ms-fontobject",
          "application/wasm",
          "application/x-font-opentype",
          "application/x-font-otf",
          "application/x-font-truetype",
          "application/x-font-ttf",
          "application/x-javascript",
          "application/x-ndjson",
          "application/x-sh",
          "application/x-yaml",
          "application/xml",
          "application/yaml",
          "font/collection",
          "font/otf",
          "font/sfnt",
          "font/ttf",
          "image/bmp",
          "image/vnd.microsoft.icon",
          "image/x-icon",
          "image/x-ms-bmp");

  /** Its events must leave as they happen, and a stream without end has no variant to keep. */
  private static final String EVENT_STREAM = "text/event-stream";

  private VariantPolicy() {}

  /**
   * Whether a variant of this response may be made (RFC 9110 §7.7 forbids it under {@code
   * no-transform}) and is likely to be worth it.
   *
   * @param lengthOrMinus1 bytes of the content, -1 when not known yet
   */
  public static boolean compressible(ResponseHead head, long lengthOrMinus1) {
    return head.status() == 200
        && (lengthOrMinus1 < 0 || lengthOrMinus1 >= SMALLEST_BYTES)
        && !head.fields().contains("Content-Encoding")
        && !head.fields().contains("Content-Range")
        && compressibleType(head.fields().first("Content-Type"))
        && !CacheControl.of(head.fields()).has("no-transform");
  }

  private static boolean compressibleType(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    String name = type.strip().toLowerCase(Locale.ROOT);
    return !name.equals(EVENT_STREAM)
        && (name.startsWith("text/")
            || name.endsWith("+json")
            || name.endsWith("+xml")
            || COMPRESSIBLE.contains(name));
  }

  /** Whether the variant saves enough to be stored: 5 % of the identity and 64 bytes. */
  public static boolean worthKeeping(long identityBytes, long encodedBytes) {
    long saved = identityBytes - encodedBytes;
    return saved >= LEAST_SAVED_BYTES && saved >= (identityBytes * LEAST_SAVED_PERCENT + 99) / 100;
  }
}
