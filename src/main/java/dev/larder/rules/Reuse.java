package dev.larder.rules;

import dev.larder.http.CacheControl;
import dev.larder.http.Request;
import dev.larder.http.StoredHead;
import java.time.Instant;
import java.util.OptionalLong;

/** Whether a stored response may answer a request, and on what condition (RFC 9111 §4). */
public sealed interface Reuse {

  /** What remains of its freshness in seconds, negative when it is stale (RFC 9211 §2.4). */
  long ttl();

  /** It may answer. */
  record Fresh(long ttl) implements Reuse {}

  /** It is stale and may answer because the client said so ({@code max-stale}, §5.2.1.2). */
  record StaleByRequest(long ttl) implements Reuse {}

  /** It may answer while it is being validated in the background (RFC 5861 §3). */
  record StaleWhileRevalidate(long ttl) implements Reuse {}

  /**
   * It may answer only after validation.
   *
   * @param reason as it will stand in {@code Cache-Status}
   */
  record MustValidate(long ttl, ForwardReason reason) implements Reuse {}

  /** Whether the origin failed to answer at all, or answered with an error of its own. */
  enum Trouble {
    NO_ANSWER,
    SERVER_ERROR
  }

  /**
   * Decides.
   *
   * @param expired whether a purge demands validation
   */
  static Reuse decide(StoredHead head, boolean expired, Request request, Terms terms, Instant now) {
    long age = Freshness.currentAge(head, now);
    long ttl = Freshness.lifetime(head, terms).seconds() - age;
    if (expired || head.cacheControl().has("no-cache")) {
      return new MustValidate(ttl, ForwardReason.STALE);
    }
    CacheControl wishes = terms.assets() ? CacheControl.EMPTY : wishes(request);
    if (ttl > 0) {
      return permits(wishes, age, ttl)
          ? new Fresh(ttl)
          : new MustValidate(ttl, ForwardReason.REQUEST);
    }
    if (acceptsStale(wishes, -ttl)
        && permits(wishes, age, ttl)
        && !forbidsStale(head.cacheControl(), terms, false)) {
      return new StaleByRequest(ttl);
    }
    OptionalLong window = head.cacheControl().seconds("stale-while-revalidate");
    if (window.isPresent()
        && -ttl < window.getAsLong()
        && !objectsToStale(wishes)
        && !forbidsStale(head.cacheControl(), terms, true)) {
      return new StaleWhileRevalidate(ttl);
    }
    return new MustValidate(ttl, ForwardReason.STALE);
  }

  /** The request's directives; {@code Pragma: no-cache} speaks where they are silent (§5.4). */
  private static CacheControl wishes(Request request) {
    CacheControl directives = CacheControl.of(request.fields());
    if (directives.isPresent()) {
      return directives;
    }
    String pragma = request.fields().combined("Pragma");
    return pragma != null && CacheControl.parse(pragma).has("no-cache")
        ? CacheControl.parse("no-cache")
        : CacheControl.EMPTY;
  }

  private static boolean permits(CacheControl wishes, long age, long ttl) {
    if (wishes.has("no-cache")) {
      return false;
    }
    OptionalLong maxAge = wishes.seconds("max-age");
    // The age has lost its fraction: one that is equal has in truth passed the bound, and
    // max-age=0, by which browsers reload, would get an answer of the same second unvalidated.
    if (maxAge.isPresent() && age >= maxAge.getAsLong()) {
      return false;
    }
    OptionalLong minFresh = wishes.seconds("min-fresh");
    return minFresh.isEmpty() || ttl >= minFresh.getAsLong();
  }

  private static boolean acceptsStale(CacheControl wishes, long staleness) {
    if (!wishes.has("max-stale")) {
      return false;
    }
    return wishes.argument("max-stale") == null
        || staleness <= wishes.seconds("max-stale").orElse(0);
  }

  /** Who bounds the age and says no word of {@code max-stale} wants nothing stale (§5.2.1.1). */
  private static boolean objectsToStale(CacheControl wishes) {
    return wishes.has("no-cache") || wishes.has("max-age") || wishes.has("min-fresh");
  }

  /**
   * Whether a directive forbids to serve it stale (§4.2.4). {@code s-maxage} alone does so too
   * (§5.2.2.10); on a site of assets an origin that gives a window of staleness beside it is taken
   * at its word.
   */
  private static boolean forbidsStale(CacheControl response, Terms terms, boolean windowGiven) {
    return response.has("must-revalidate")
        || response.has("proxy-revalidate")
        || response.has("no-cache")
        || (response.has("s-maxage") && !(terms.assets() && windowGiven));
  }

  /** Whether a stale response may stand in for an origin in trouble (§4.2.4, RFC 5861 §4). */
  static boolean mayStandIn(StoredHead head, Terms terms, Instant now, Trouble trouble) {
    OptionalLong window = head.cacheControl().seconds("stale-if-error");
    if (forbidsStale(head.cacheControl(), terms, window.isPresent())) {
      return false;
    }
    long staleness = Freshness.currentAge(head, now) - Freshness.lifetime(head, terms).seconds();
    if (window.isPresent()) {
      return staleness <= window.getAsLong();
    }
    return terms.assets()
        ? staleness <= terms.staleOnError().toSeconds()
        : trouble == Trouble.NO_ANSWER;
  }
}
