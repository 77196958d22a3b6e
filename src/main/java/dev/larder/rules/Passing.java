package dev.larder.rules;

import dev.larder.http.CacheControl;
import dev.larder.http.Fields;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What a stored head tells the next one down: the fields that leave with it (RFC 9111 §4, §5; RFC
 * 9110 §7.6.3). A faithful site adds what an RFC demands and no more. A site of assets writes
 * {@code Cache-Control} where the origin named no lifetime, and makes the fields of CORS itself.
 */
public final class Passing {
  /** RFC 8246 and the longest life that caches take seriously. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private static final String VIA = "1.1 larder";

  /** What an origin may say to one client and an asset site does not repeat to all. */
  private static final Set<String> NOT_FOR_ALL =
      Set.of("set-cookie", "set-cookie2", "cache-status", "via", "age");

  private Passing() {}

  /**
   * How a site of assets presents its answers.
   *
   * @param fingerprinted whether the URL's content never changes
   * @param variants whether the representation may leave in several codings
   * @param allowOrigin value of {@code Access-Control-Allow-Origin}, empty for none
   */
  public record Presentation(boolean fingerprinted, boolean variants, String allowOrigin) {
    public static final Presentation PLAIN = new Presentation(false, false, "");
  }

  /** The fields of an answer made of a stored head, but for those of its content and its status. */
  public static Fields fields(
      StoredHead head, Terms terms, Presentation presentation, Instant now) {
    long age = Freshness.currentAge(head, now);
    Fields.Builder fields = head.fields().without(name -> isDropped(name, terms)).toBuilder();
    if (terms.assets()) {
      present(fields, head, terms, presentation, age);
    }
    return fields
        .set("Age", Long.toString(age))
        .set("Via", appended(head.fields(), "Via", VIA))
        .build();
  }

  private static boolean isDropped(String name, Terms terms) {
    String lower = name.toLowerCase(Locale.ROOT);
    return NOT_FOR_ALL.contains(lower) || (terms.assets() && lower.startsWith("access-control-"));
  }

  private static void present(
      Fields.Builder fields, StoredHead head, Terms terms, Presentation presentation, long age) {
    if (!Freshness.lifetime(head, terms).explicit() && !head.cacheControl().has("no-cache")) {
      fields.remove("Expires").remove("Pragma");
      fields.set("Cache-Control", cacheControl(head, terms, presentation, age));
    }
    if (presentation.variants() && !varies(head.fields())) {
      fields.set("Vary", appended(head.fields(), "Vary", "Accept-Encoding"));
    }
    if (!presentation.allowOrigin().isEmpty()) {
      fields.set("Access-Control-Allow-Origin", presentation.allowOrigin());
    }
  }

  private static String cacheControl(
      StoredHead head, Terms terms, Presentation presentation, long age) {
    if (presentation.fingerprinted() && head.status() == 200) {
      return FOREVER;
    }
    long browser = Freshness.siteSeconds(head.status(), terms.browserLifetime());
    long maxAge = Math.min(CacheControl.MAX_SECONDS, age + browser);
    StringJoiner directives = new StringJoiner(", ");
    directives.add("public").add("max-age=" + maxAge);
    head.cacheControl().others(Set.of("public", "max-age")).forEach(directives::add);
    return directives.toString();
  }

  private static boolean varies(Fields fields) {
    List<String> lines = fields.all("Vary");
    return lines.stream()
        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("accept-encoding"));
  }

  /** A list field with one member more. */
  public static String appended(Fields fields, String name, String member) {
    String list = fields.combined(name);
    return list == null || list.isBlank() ? member : list + ", " + member;
  }
}
