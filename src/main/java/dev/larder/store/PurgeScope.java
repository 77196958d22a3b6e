package dev.larder.store;

import dev.larder.http.CacheKey;

/** Which stored responses a purge covers. */
public sealed interface PurgeScope {

  boolean covers(CacheKey key);

  /** Everything stored under one key, in whatever selection and coding. */
  record Url(CacheKey key) implements PurgeScope {
    @Override
    public boolean covers(CacheKey other) {
      return key.equals(other);
    }
  }

  /**
   * All keys of a site whose path begins with a text, whatever their query.
   *
   * @param host empty unless the site's keys carry a host
   */
  record Prefix(String site, String host, String path) implements PurgeScope {
    @Override
    public boolean covers(CacheKey key) {
      return key.path().startsWith(path) && key.site().equals(site) && key.host().equals(host);
    }
  }

  /** All keys. */
  record Everything() implements PurgeScope {
    @Override
    public boolean covers(CacheKey key) {
      return true;
    }
  }
}
