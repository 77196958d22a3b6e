package dev.larder.cache;

import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.http.Request;
import dev.larder.rules.Forwarding;
import dev.larder.rules.Terms;
import java.util.List;

/** A request whose site is known, with the key that its answer is found by. */
record SiteRequest(Site site, CacheKey key, Terms terms, Request request) {

  static SiteRequest of(Site site, Request request) {
    CacheKey key = site.key(request);
    return new SiteRequest(site, key, site.terms(key), request);
  }

  /** The fields that may select a stored response: those that would reach the origin. */
  Fields selecting(List<String> nominations) {
    return Forwarding.selecting(request, terms, nominations, site.variants());
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
