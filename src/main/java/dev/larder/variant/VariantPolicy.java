package dev.larder.variant;

import dev.larder.http.CacheControl;
import dev.larder.http.ResponseHead;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which representations are worth a variant. Of many types the name says so; what is compressed
 * already (woff2, images, video, archives) costs time for nothing. Of any other type the content
 * itself has to tell.
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

  /** Compressed by what their names mean. */
  private static final Set<String> COMPRESSED =
      Set.of(
          "application/epub+zip",
          "application/font-woff",
          "application/font-woff2",
          "application/gzip",
          "application/java-archive",
          "application/pdf",
          "application/vnd.android.package-archive",
          "application/vnd.debian.binary-package",
          "application/vnd.ms-cab-compressed",
          "application/vnd.rar",
          "application/x-7z-compressed",
          "application/x-apple-diskimage",
          "application/x-brotli",
          "application/x-bzip",
          "application/x-bzip2",
          "application/x-compress",
          "application/x-compressed",
          "application/x-debian-package",
          "application/x-font-woff",
          "application/x-font-woff2",
          "application/x-gzip",
          "application/x-java-archive",
          "application/x-lz4",
          "application/x-lzip",
          "application/x-lzma",
          "application/x-rar-compressed",
          "application/x-redhat-package-manager",
          "application/x-rpm",
          "application/x-xz",
          "application/x-zip",
          "application/x-zip-compressed",
          "application/x-zstd",
          "application/zip",
          "application/zstd",
          "font/woff",
          "font/woff2",
          "image/apng",
          "image/avif",
          "image/avif-sequence",
          "image/gif",
          "image/heic",
          "image/heic-sequence",
          "image/heif",
          "image/heif-sequence",
          "image/jp2",
          "image/jpeg",
          "image/jpg",
          "image/jxl",
          "image/png",
          "image/webp");

  private static final List<String> COMPRESSED_FAMILIES =
      List.of(
          "audio/",
          "video/",
          "application/vnd.oasis.opendocument.",
          "application/vnd.openxmlformats-officedocument.");

  /** Its events must leave as they happen, and a stream without end has no variant to keep. */
  private static final String EVENT_STREAM = "text/event-stream";

  private VariantPolicy() {}

  /** What may be expected of a variant. */
  public enum Chance {
    /** Content of this type shrinks. */
    GOOD,
    /** Its beginning has to be tried. */
    UNKNOWN,
    /** None may be made (RFC 9110 §7.7 forbids it under {@code no-transform}), or is no use. */
    NONE
  }

  /**
   * What may be expected of a variant of this response.
   *
   * @param lengthOrMinus1 bytes of the content, -1 when not known yet
   */
  public static Chance chance(ResponseHead head, long lengthOrMinus1) {
    if (head.status() != 200
        || (lengthOrMinus1 >= 0 && lengthOrMinus1 < SMALLEST_BYTES)
        || head.fields().contains("Content-Encoding")
        || head.fields().contains("Content-Range")) {
      return Chance.NONE;
    }
    Chance byType = chance(head.fields().first("Content-Type"));
    return byType != Chance.NONE && CacheControl.of(head.fields()).has("no-transform")
        ? Chance.NONE
        : byType;
  }

  private static Chance chance(@Nullable String contentType) {
    if (contentType == null) {
      return Chance.UNKNOWN;
    }
    int parameters = contentType.indexOf(';');
    String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
    String name = type.strip().toLowerCase(Locale.ROOT);
    if (name.equals(EVENT_STREAM) || isCompressed(name)) {
      return Chance.NONE;
    }
    boolean shrinks =
        name.startsWith("text/")
            || name.endsWith("+json")
            || name.endsWith("+xml")
            || COMPRESSIBLE.contains(name);
    return shrinks ? Chance.GOOD : Chance.UNKNOWN;
  }

  private static boolean isCompressed(String name) {
    return COMPRESSED.contains(name) || COMPRESSED_FAMILIES.stream().anyMatch(name::startsWith);
  }

  /** Whether the variant saves enough to be stored: 5 % of the identity and 64 bytes. */
  public static boolean worthKeeping(long identityBytes, long encodedBytes) {
    long saved = identityBytes - encodedBytes;
    return saved >= LEAST_SAVED_BYTES && saved >= (identityBytes * LEAST_SAVED_PERCENT + 99) / 100;
  }
}
