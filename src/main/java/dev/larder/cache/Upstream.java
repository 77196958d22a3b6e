package dev.larder.cache;

import dev.larder.exchange.RequestBody;
import dev.larder.http.CacheKey;
import dev.larder.http.Fields;
import dev.larder.origin.Fetched;
import dev.larder.origin.Origin;
import java.util.List;

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
    Fields sent =
        key.host().isEmpty() ? fields : fields.toBuilder().add("Host", key.host()).build();
    Origin.Fetch fetch = new Origin.Fetch(method, key.target(), sent, body);
    Fetched fetched = origins.getFirst().fetch(fetch);
    for (Origin next : origins.subList(1, origins.size())) {
      if (!(fetched instanceof Fetched.Failed failed) || !mayRepeat(fetch, failed)) {
        return fetched;
      }
      fetched = next.fetch(fetch);
    }
    return fetched;
  }

  /** What may have reached an origin and may have had effects there is not sent to another. */
  private static boolean mayRepeat(Origin.Fetch fetch, Fetched.Failed failed) {
    boolean harmless = fetch.method().equals("GET") || fetch.method().equals("HEAD");
    return (harmless && fetch.body().length() == 0)
        || failed.failure() == Fetched.Failure.UNREACHABLE;
  }
}
