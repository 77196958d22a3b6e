package dev.larder.variant;

import dev.larder.http.ContentCoding;
import dev.larder.http.EntityTag;
import org.jspecify.annotations.Nullable;

/**
 * Names the bytes of a variant among all that could be made of one representation: coding, quality,
 * generation of the encoder, and the dictionary if there is one.
 *
 * <p>A strong entity tag stands for bytes (RFC 9110 §8.8.1), so a variant needs one of its own.
 * Made from the identity's tag and whatever else decides the bytes, it is the same on each node
 * that holds the same representation, and no node has to read the bytes for it.
 *
 * @param text such as {@code br5.1}; begins with the coding's token
 */
public record Making(String text) {

  /**
   * Raised, beyond all others, whenever an encoder, its version or its chunks change, since the
   * bytes change too.
   */
  private static final int ENCODER_GENERATION = 1;

  /** The same of what is made without flushes, whose bytes are others at the same quality. */
  private static final int GENERATION_AT_REST = 2;

  /** Signs of a digest that tell apart whatever meets at one representation. */
  private static final int DIGEST_SIGNS = 12;

  private static final ContentCoding[] CODED = {
    ContentCoding.GZIP, ContentCoding.BROTLI, ContentCoding.DICTIONARY
  };

  /** What this node's encoder makes of the content alone, while it is sent. */
  public static Making of(ContentCoding coding, int quality) {
    return new Making(coding.token() + quality + '.' + ENCODER_GENERATION);
  }

  /** What it makes of the content alone in brotli, when nobody waits. */
  public static Making atRest(int quality) {
    return new Making(ContentCoding.BROTLI.token() + quality + '.' + GENERATION_AT_REST);
  }

  /** Whether a variant's tag says that it was made against a dictionary of that SHA-256. */
  public static boolean isAgainst(String opaque, String dictionary) {
    return opaque.endsWith('-' + dictionary.substring(0, DIGEST_SIGNS));
  }

  /** What it makes against a dictionary, named by its SHA-256 in base64url. */
  public static Making against(String dictionary, int quality) {
    return new Making(
        of(ContentCoding.DICTIONARY, quality).text + '-' + dictionary.substring(0, DIGEST_SIGNS));
  }

  /** What the origin made itself, named by the SHA-256 of its bytes in base64url. */
  public static Making byOrigin(ContentCoding coding, String digest) {
    return new Making(coding.token() + '-' + digest.substring(0, DIGEST_SIGNS));
  }

  /** Whether the origin made it. */
  public boolean isOrigins() {
    for (ContentCoding coding : CODED) {
      if (text.startsWith(coding.token() + '-')) {
        return true;
      }
    }
    return false;
  }

  /**
   * The variant's strong entity tag, such as {@code "abc-br5.1"} for {@code "abc"}.
   *
   * @param identityTag the identity's {@code ETag} as it stands in the field, quotes included
   * @return null when the identity has no tag, a weak one or one that is malformed
   */
  public @Nullable String tag(@Nullable String identityTag) {
    EntityTag tag = EntityTag.parse(identityTag);
    return tag == null || tag.weak() ? null : '"' + tag.opaque() + '-' + text + '"';
  }

  /**
   * The coding of the variant that has a tag: made by this node or another, of this version or
   * another. Null when it names no variant of that identity.
   *
   * @param identity the opaque part of the identity's tag
   */
  public static @Nullable ContentCoding codingIn(String opaque, String identity) {
    int from = identity.length() + 1;
    if (opaque.length() <= from || !opaque.startsWith(identity) || opaque.charAt(from - 1) != '-') {
      return null;
    }
    for (ContentCoding coding : CODED) {
      int end = from + coding.token().length();
      if (opaque.startsWith(coding.token(), from) && opaque.length() > end && isEnd(opaque, end)) {
        return coding;
      }
    }
    return null;
  }

  private static boolean isEnd(String opaque, int at) {
    char c = opaque.charAt(at);
    return c == '-' || (c >= '0' && c <= '9');
  }
}
