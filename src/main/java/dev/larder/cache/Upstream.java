package dev.larder.cache;

import dev.larder.exchange.RequestBody;
import dev.larder.http.CacheKey;
import dev.larder.http.ContentCoding;
import dev.larder.http.Fields;
import dev.larder.origin.Fetched;
import dev.larder.origin.Origin;
import dev.larder.origin.OriginBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The origins of a site, asked in their order until one answers. */
final class Upstream {
  private final List<Origin> origins;

  Upstream(List<Origin> origins) {
    if (origins.isEmpty()) {
      throw new IllegalArgumentException("a site without origin");
    }
    this.origins = List.copyOf(origins);
  }

  /**
   * Asks.
   *
   * @param key its path and query are the target, its host, if any, is the Host
   */
  Fetched fetch(String method, CacheKey key, Fields fields, RequestBody body) {
    return fetchFrom(0, method, key, fields, body).fetched();
  }

  /**
   * Asks a whole representation of those origins that were not asked yet.
   *
   * @param first how many were
   */
  Asked fetchWhole(int first, CacheKey key, Fields fields) {
    return fetchFrom(first, "GET", key, fields, RequestBody.NONE);
  }

  private Asked fetchFrom(int first, String method, CacheKey key, Fields fields, RequestBody body) {
    Fields sent =
        key.host().isEmpty() ? fields : fields.toBuilder().add("Host", key.host()).build();
    Origin.Fetch fetch = new Origin.Fetch(method, key.target(), sent, body);
    int next = first + 1;
    Fetched fetched = origins.get(first).fetch(fetch);
    while (next < origins.size()
        && fetched instanceof Fetched.Failed failed
        && mayRepeat(fetch, failed)) {
      fetched = origins.get(next++).fetch(fetch);
    }
    return new Asked(fetched, next);
  }

  /** What stands beside a target in one of them; see {@link Origin#sibling}. */
  @Nullable OriginBody sibling(int origin, CacheKey key, ContentCoding coding, long mostBytes) {
    return origins.get(origin).sibling(key.target(), coding, mostBytes);
  }

  /** Whether there is an origin left after so many. */
  boolean hasMoreThan(int asked) {
    return asked < origins.size();
  }

  /**
   * What came of asking.
   *
   * @param origins how many of them were asked so far
   */
  record Asked(Fetched fetched, int origins) {}

  /** What may have reached an origin and may have had effects there is not sent to another. */
  private static boolean mayRepeat(Origin.Fetch fetch, Fetched.Failed failed) {
    boolean harmless = fetch.method().equals("GET") || fetch.method().equals("HEAD");
    return (harmless && fetch.body().length() == 0)
        || failed.failure() == Fetched.Failure.UNREACHABLE;
  }
}
