package dev.larder.cache;

import dev.larder.http.EntityTag;
import dev.larder.http.StoredHead;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of content that passes by, for responses of asset sites whose origin gave them no
 * strong tag: with it they get one, the same on each node. And for members of a family, which are
 * found by it as dictionaries.
 */
final class ContentDigest {
  private final @Nullable MessageDigest sha256;

  private ContentDigest(@Nullable MessageDigest sha256) {
    this.sha256 = sha256;
  }

  /** Computes nothing where the origin's own tag serves, or must leave as it came. */
  static ContentDigest ifNeeded(SiteRequest asked, StoredHead head) {
    EntityTag tag = EntityTag.parse(head.fields().first("ETag"));
    boolean tagless = tag == null || tag.weak();
    boolean needed = asked.terms().assets() && (tagless || asked.family() != null);
    return new ContentDigest(needed ? sha256() : null);
  }

  /** Computes. */
  static ContentDigest needed() {
    return new ContentDigest(sha256());
  }

  /** The SHA-256 of the buffer's remaining bytes, which stay, in base64url without padding. */
  static String of(ByteBuffer bytes) {
    ContentDigest digest = new ContentDigest(sha256());
    digest.update(bytes);
    return digest.value();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }

  /** Takes in the buffer's remaining bytes, which stay. */
  void update(ByteBuffer bytes) {
    if (sha256 != null) {
      sha256.update(bytes.duplicate());
    }
  }

  /** Base64url without padding; empty when it was not needed. */
  String value() {
    return sha256 == null
        ? ""
        : Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
  }
}
