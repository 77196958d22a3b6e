package dev.larder.variant;

import dev.larder.http.ContentCoding;
import org.jspecify.annotations.Nullable;

/**
 * Names variants. A strong entity tag stands for bytes (RFC 9110 §8.8.1), so a variant needs one of
 * its own; made from the identity's tag and whatever else decides the bytes, it is the same on each
 * node that holds the same representation, and no node has to read the bytes for it.
 */
public final class VariantTag {

  /** Raised whenever an encoder, its version or its chunks change, since the bytes change too. */
  private static final int ENCODER_GENERATION = 1;

  private VariantTag() {}

  /**
   * The variant's strong entity tag, such as {@code "abc-br5.1"} for {@code "abc"}; the identity's
   * own for {@link ContentCoding#IDENTITY}.
   *
   * @param identityTag the identity's {@code ETag} as it stands in the field, quotes included
   * @param options what the variant is made with
   * @return null when the identity has no tag, a weak one or one that is malformed
   */
  public static @Nullable String of(
      @Nullable String identityTag, ContentCoding coding, VariantOptions options) {
    if (identityTag == null || !isStrong(identityTag)) {
      return null;
    }
    String opaque = identityTag.substring(1, identityTag.length() - 1);
    return switch (coding) {
      case IDENTITY -> identityTag;
      case GZIP -> tag(opaque, coding, options.gzipLevel());
      case BROTLI -> tag(opaque, coding, options.brotliQuality());
    };
  }

  private static String tag(String opaque, ContentCoding coding, int quality) {
    return '"' + opaque + '-' + coding.token() + quality + '.' + ENCODER_GENERATION + '"';
  }

  /** Whether it is {@code opaque-tag} of RFC 9110 §8.8.3, without {@code W/}. */
  private static boolean isStrong(String tag) {
    int last = tag.length() - 1;
    if (last < 1 || tag.charAt(0) != '"' || tag.charAt(last) != '"') {
      return false;
    }
    return tag.substring(1, last).chars().allMatch(VariantTag::isTagCharacter);
  }

  private static boolean isTagCharacter(int c) {
    return c > ' ' && c != '"' && c != 0x7f && c <= 0xff;
  }
}
