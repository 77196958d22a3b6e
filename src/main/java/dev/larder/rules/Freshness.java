package dev.larder.rules;

import dev.larder.http.CacheControl;
import dev.larder.http.Digits;
import dev.larder.http.Fields;
import dev.larder.http.HttpDate;
import dev.larder.http.StoredHead;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * How long a response is fresh and how old it is (RFC 9111 §4.2). Everything in seconds, as the
 * protocol has it.
 */
public final class Freshness {
  /** What an error without explicit lifetime is kept for on a site of assets. */
  private static final long ERROR_SECONDS = 10;

  /** What trouble under a fingerprinted name is kept for, whatever the origin says of it. */
  private static final long PASSING_TROUBLE_SECONDS = 2;

  /** The share of its age for which an unchanged representation is taken to stay unchanged. */
  private static final long HEURISTIC_SHARE = 10;

  private Freshness() {}

  /** Where a lifetime comes from. */
  public enum Source {
    S_MAXAGE,
    MAX_AGE,
    EXPIRES,
    /** The origin named none: the site's setting. */
    SITE,
    /** The origin named none: a share of the age (§4.2.2). */
    HEURISTIC,
    /** The origin named none, and none may be made up. */
    NONE
  }

  /** A freshness lifetime. */
  public record Lifetime(long seconds, Source source) {
    /** Whether the origin named it. */
    public boolean explicit() {
      return source.compareTo(Source.EXPIRES) <= 0;
    }
  }

  /** The freshness lifetime of a response in this cache (§4.2.1). */
  public static Lifetime lifetime(StoredHead head, Terms terms) {
    if (terms.isPassingTrouble(head.status())) {
      return new Lifetime(PASSING_TROUBLE_SECONDS, Source.SITE);
    }
    OptionalLong sMaxAge = head.cacheControl().seconds("s-maxage");
    if (sMaxAge.isPresent()) {
      return new Lifetime(sMaxAge.getAsLong(), Source.S_MAXAGE);
    }
    OptionalLong maxAge = head.cacheControl().seconds("max-age");
    if (maxAge.isPresent()) {
      return new Lifetime(maxAge.getAsLong(), Source.MAX_AGE);
    }
    if (!head.targeted() && head.fields().contains("Expires")) {
      return new Lifetime(untilExpires(head), Source.EXPIRES);
    }
    return unnamed(head, terms);
  }

  /**
   * Whether a response names a lifetime for those further down, who do not see what is meant for
   * this kind of cache alone.
   */
  static boolean isNamedDownstream(CacheControl directives, Fields fields) {
    return directives.has("max-age") || directives.has("s-maxage") || fields.contains("Expires");
  }

  private static long untilExpires(StoredHead head) {
    List<String> lines = head.fields().all("Expires");
    Instant expires = lines.size() == 1 ? HttpDate.parse(lines.getFirst()) : null;
    if (expires == null) {
      return 0;
    }
    long seconds = Duration.between(head.date(), expires).toSeconds();
    return Math.clamp(seconds, 0, CacheControl.MAX_SECONDS);
  }

  private static Lifetime unnamed(StoredHead head, Terms terms) {
    boolean cacheable = StatusCodes.isHeuristicallyCacheable(head.status());
    if (terms.assets()) {
      return cacheable
          ? new Lifetime(siteSeconds(head.status(), terms, terms.lifetime()), Source.SITE)
          : new Lifetime(0, Source.NONE);
    }
    Instant modified = HttpDate.parse(head.fields().first("Last-Modified"));
    if (modified == null || !(cacheable || head.cacheControl().has("public"))) {
      return new Lifetime(0, Source.NONE);
    }
    long age = Math.max(0, Duration.between(modified, head.date()).toSeconds());
    return new Lifetime(age / HEURISTIC_SHARE, Source.HEURISTIC);
  }

  /** The site's setting, but for errors, which are rarely meant to last. */
  static long siteSeconds(int status, Terms terms, Duration setting) {
    if (terms.isPassingTrouble(status)) {
      return PASSING_TROUBLE_SECONDS;
    }
    return status >= 400 ? Math.min(ERROR_SECONDS, setting.toSeconds()) : setting.toSeconds();
  }

  /** How old a response is (§4.2.3), in whole seconds, at least 0. */
  public static long currentAge(StoredHead head, Instant now) {
    long apparent = Math.max(0, Duration.between(head.date(), head.responseTime()).toSeconds());
    long delay = Duration.between(head.requestTime(), head.responseTime()).toSeconds();
    long corrected = ageValue(head.fields()) + Math.max(0, delay);
    long resident = Math.max(0, Duration.between(head.responseTime(), now).toSeconds());
    return Math.max(apparent, corrected) + resident;
  }

  /** The first member of {@code Age} (§5.1); 0 when it is absent or no number. */
  static long ageValue(Fields fields) {
    String age = fields.first("Age");
    if (age == null) {
      return 0;
    }
    int comma = age.indexOf(',');
    String first = (comma < 0 ? age : age.substring(0, comma)).strip();
    return Math.clamp(Digits.read(first), 0, CacheControl.MAX_SECONDS);
  }
}
