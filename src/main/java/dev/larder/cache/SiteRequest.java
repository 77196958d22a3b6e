package dev.larder.cache;

import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.rules.Family;
import dev.larder.rules.Forwarding;
import dev.larder.rules.Keying;
import dev.larder.rules.Passing;
import dev.larder.rules.Preconditions;
import dev.larder.rules.Terms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose site is known, with the key that its answer is found by. */
record SiteRequest(Site site, PathRule rule, CacheKey key, Terms terms, Request request) {

  static SiteRequest of(Site site, Request request) {
    String path = Keying.canonicalPath(request.path());
    PathRule rule = site.rule(path);
    CacheKey key = site.key(rule, request.host(), path, request.query());
    return new SiteRequest(site, rule, key, site.terms(rule, key), request);
  }

  /** Another request for the same. */
  SiteRequest with(Request other) {
    return new SiteRequest(site, rule, key, terms, other);
  }

  /**
   * Why it passes the store by; null when it does not. A condition for origins alone reaches them
   * on a faithful site; on one of assets no client can send traffic there at will.
   */
  @Nullable String passesBecause() {
    if (rule.bypass()) {
      return "configured";
    }
    return !site.assets() && Preconditions.isForOrigin(request.fields())
        ? "condition for the origin"
        : null;
  }

  /** The fields that may select a stored response: those that would reach the origin. */
  Fields selecting(List<String> nominations) {
    return Forwarding.selecting(request, terms, nominations, rule.variants());
  }

  /** The URLs of which one takes the place of the other; null when nothing is known of any. */
  @Nullable Family family() {
    return site.family(key);
  }

  /**
   * How what answers it leaves.
   *
   * @param variants whether it may leave in several codings
   * @param deltas whether it may leave as a delta
   */
  Passing.Presentation presentation(boolean variants, boolean deltas) {
    return new Passing.Presentation(variants, deltas, site.allowOrigin(), rule.edits());
  }

  /** The request as the origin sees it, which is the one that its answer is judged by. */
  Request asForwarded(List<String> nominations) {
    return new Request(
        request.method(),
        request.scheme(),
        request.authority(),
        request.path(),
        request.query(),
        selecting(nominations),
        request.protocol(),
        request.client());
  }
}
