package dev.larder.rules;

import dev.larder.http.CacheControl;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a stored head tells the next one down: the fields that leave with it (RFC 9111 §4, §5; RFC
 * 9110 §7.6.3). A faithful site adds what an RFC demands and drops nothing, not even {@code
 * Set-Cookie} (RFC 9111 §7.3). A site of assets writes {@code Cache-Control} where the origin named
 * no lifetime, makes the fields of CORS itself, and repeats no cookie to all.
 */
public final class Passing {
  /** RFC 8246 and the longest life that caches take seriously. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  /** What frames, dates or describes a message, or is told by a node of itself. */
  private static final Set<String> OF_THE_NODE =
      Set.of(
          "age",
          "cache-status",
          "connection",
          "content-encoding",
          "content-length",
          "content-range",
          "date",
          "etag",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "vary",
          "via");

  private static final String VIA = "1.1 larder";

  private Passing() {}

  /**
   * How a site presents its answers; on a faithful site, what of it is switched on.
   *
   * @param variants whether the representation may leave in several codings
   * @param deltas whether it may leave coded against a dictionary (RFC 9842 §6.2)
   * @param allowOrigin value of {@code Access-Control-Allow-Origin}, empty for none
   * @param edits what is changed last
   */
  public record Presentation(
      boolean variants, boolean deltas, String allowOrigin, FieldEdits edits) {
    public static final Presentation PLAIN = new Presentation(false, false, "", FieldEdits.NONE);
  }

  /**
   * The fields of an answer made of a stored head, but for those of its content. {@code
   * Cache-Status} is still as it came from further up.
   */
  public static Fields fields(
      StoredHead head, Terms terms, Presentation presentation, Instant now) {
    long age = Freshness.currentAge(head, now);
    Fields.Builder fields =
        (terms.assets() ? head.fields().without(Passing::isDropped) : head.fields()).toBuilder();
    CacheControl downstream = downstream(head);
    if (isGivenLifetime(head, downstream, terms)) {
      fields.remove("Pragma").remove("Expires");
      fields.set("Cache-Control", cacheControl(head, downstream, terms, age));
    }
    String vary = vary(head.fields(), presentation, terms);
    if (vary != null) {
      fields.set("Vary", vary);
    }
    if (!presentation.allowOrigin().isEmpty()) {
      fields.set("Access-Control-Allow-Origin", presentation.allowOrigin());
    }
    presentation.edits().applyTo(fields);
    return fields
        .set("Age", Long.toString(age))
        .set("Via", appended(head.fields(), "Via", VIA))
        .build();
  }

  /** Whether a site's operator may set or remove a field, in lower case, of answers. */
  public static boolean mayBeEdited(String name) {
    return !OF_THE_NODE.contains(name);
  }

  /** Caches further down select by what was selected by here. */
  private static @Nullable String vary(Fields received, Presentation presentation, Terms terms) {
    String vary = received.combined("Vary");
    if (presentation.variants() && !received.lists("Vary", "Accept-Encoding")) {
      vary = appended(vary, "Accept-Encoding");
    }
    if (presentation.deltas() && !received.lists("Vary", "Available-Dictionary")) {
      vary = appended(vary, "Available-Dictionary");
    }
    for (String name : terms.forwarded()) {
      if (!name.equals(Vary.CREDENTIALS) && !received.lists("Vary", name)) {
        vary = appended(vary, name);
      }
    }
    return vary;
  }

  /** What an origin may say to one client, and an asset site does not repeat to all. */
  private static boolean isDropped(String name) {
    return name.equalsIgnoreCase("Set-Cookie")
        || name.equalsIgnoreCase("Surrogate-Control")
        || startsWith(name, "Access-Control-");
  }

  private static boolean startsWith(String name, String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }

  private static CacheControl downstream(StoredHead head) {
    return head.targeted() ? CacheControl.of(head.fields()) : head.cacheControl();
  }

  /**
   * Whether browsers are told a lifetime that the origin did not name: only where this node gave it
   * one too, or the origin named one for this node alone; so not for a redirect that is meant for
   * once, nor for what may not be kept.
   */
  private static boolean isGivenLifetime(StoredHead head, CacheControl downstream, Terms terms) {
    boolean silent = !head.targeted() || !Freshness.isNamedDownstream(downstream, head.fields());
    boolean bySite =
        Freshness.lifetime(head, terms).source() == Freshness.Source.SITE
            && (silent || terms.isPassingTrouble(head.status()));
    boolean forThisNodeAlone =
        head.targeted()
            && silent
            && terms.assets()
            && StatusCodes.isHeuristicallyCacheable(head.status());
    return (bySite || forThisNodeAlone)
        && !downstream.has("no-cache")
        && !downstream.has("no-store")
        && !downstream.has("private");
  }

  private static String cacheControl(
      StoredHead head, CacheControl downstream, Terms terms, long age) {
    if (terms.fingerprinted() && head.status() == 200) {
      return FOREVER;
    }
    long browser = Freshness.siteSeconds(head.status(), terms, terms.browserLifetime());
    long maxAge = Math.min(CacheControl.MAX_SECONDS, age + browser);
    StringJoiner directives = new StringJoiner(", ");
    directives.add("public").add("max-age=" + maxAge);
    if (terms.isPassingTrouble(head.status())) {
      return directives.toString();
    }
    downstream.others(Set.of("public", "max-age")).forEach(directives::add);
    return directives.toString();
  }

  /** A list field with one member more. */
  public static String appended(Fields fields, String name, String member) {
    return appended(fields.combined(name), member);
  }

  private static String appended(@Nullable String list, String member) {
    return list == null || list.isBlank() ? member : list + ", " + member;
  }
}
