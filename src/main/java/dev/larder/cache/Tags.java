package dev.larder.cache;

import dev.larder.http.ContentCoding;
import dev.larder.http.EntityTag;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of one representation and its variants, as they stand in fields. A site of assets
 * prefers a strong tag of its own making to a weak one or none.
 */
final class Tags {
  private final Variants variants;

  Tags(Variants variants) {
    this.variants = variants;
  }

  /** The tag that a representation leaves with in a coding; null when it has none. */
  @Nullable String sent(SiteRequest asked, StoredHead head, ContentCoding coding) {
    String identity = identity(asked, head);
    if (coding == ContentCoding.IDENTITY) {
      return identity;
    }
    String variant = variants.tag(identity, coding);
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
   * The tags of whatever this request may have been given before: the origin's own, and those of
   * each coding it might leave in. Empty when the request asks about no tag.
   */
  List<EntityTag> known(SiteRequest asked, Representation identity) {
    Fields fields = asked.request().fields();
    if (!fields.contains("If-None-Match")) {
      return List.of();
    }
    List<EntityTag> known = new ArrayList<>(4);
    add(known, identity.head().fields().first("ETag"));
    for (ContentCoding coding : ContentCoding.values()) {
      if (coding == ContentCoding.IDENTITY || Variants.varies(asked, identity)) {
        add(known, sent(asked, identity.head(), coding));
      }
    }
    return known;
  }

  private static void add(List<EntityTag> known, @Nullable String field) {
    EntityTag tag = EntityTag.parse(field);
    if (tag != null && !known.contains(tag)) {
      known.add(tag);
    }
  }
}
