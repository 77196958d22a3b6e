package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.http.EntityTag;
import dev.larder.http.StoredHead;
import dev.larder.rules.Negotiation;
import dev.larder.variant.Making;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of one representation and its variants, as they stand in fields. A site of assets
 * prefers a strong tag of its own making to a weak one or none.
 */
final class Tags {
  private Tags() {}

  /** The tag that a representation leaves with; null when it has none. */
  static @Nullable String sent(SiteRequest asked, StoredHead head, @Nullable Making making) {
    String identity = identity(asked, head);
    String variant = making == null ? null : making.tag(identity);
    // A weak tag names the representation in every coding.
    return variant == null ? identity : variant;
  }

  private static @Nullable String identity(SiteRequest asked, StoredHead head) {
    String given = head.fields().first("ETag");
    EntityTag tag = EntityTag.parse(given);
    boolean strong = tag != null && !tag.weak();
    return strong || !asked.site().assets() || head.digest().isEmpty()
        ? given
        : '"' + head.digest() + '"';
  }

  /**
   * The first tag that a request lists of those that this representation may have left with, in any
   * coding that the request accepts: what was improved since is no other content. A variant of a
   * coding that it refuses does not count, since a cache further down may hold that for others.
   * Null when there is none.
   */
  static @Nullable EntityTag held(SiteRequest asked, Representation identity) {
    String list = asked.request().fields().combined("If-None-Match");
    if (list == null) {
      return null;
    }
    StoredHead head = identity.head();
    EntityTag given = EntityTag.parse(head.fields().first("ETag"));
    EntityTag own = EntityTag.parse(identity(asked, head));
    boolean varies = own != null && !own.weak() && Variants.varies(asked, identity);
    Negotiation accepted = Negotiation.of(asked.request().fields());
    Deltas.Offer offer = Deltas.offered(asked, identity);
    EntityTag listed =
        EntityTag.firstIn(
            list,
            tag ->
                isWeakly(tag, own)
                    || isWeakly(tag, given)
                    || (varies && own != null && isVariant(tag, own, accepted, offer)));
    if (listed == null) {
      return null;
    }
    if (isWeakly(listed, own)) {
      return own;
    }
    return isWeakly(listed, given) ? given : EntityTag.strong(listed.opaque());
  }

  /** RFC 9110 §8.8.3.2. */
  private static boolean isWeakly(@Nullable EntityTag one, @Nullable EntityTag other) {
    return one != null && other != null && one.opaque().equals(other.opaque());
  }

  /**
   * A delta is of use to whoever offers the dictionary that it was made against, and to nobody
   * else.
   */
  private static boolean isVariant(
      EntityTag tag, EntityTag own, Negotiation accepted, Deltas.@Nullable Offer offer) {
    ContentCoding coding = Making.codingIn(tag.opaque(), own.opaque());
    return coding != null
        && accepted.accepts(coding)
        && (coding != ContentCoding.DICTIONARY
            || (offer != null && Making.isAgainst(tag.opaque(), offer.sha256())));
  }
}
