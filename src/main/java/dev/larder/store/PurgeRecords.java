package dev.larder.store;

import dev.larder.http.CacheKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The purges of one mode that are still in force. Of two with the same scope only the newer is
 * kept, and one of everything takes the place of all before it. Changed by one thread at a time,
 * read by any.
 */
final class PurgeRecords {
  private final ConcurrentHashMap<CacheKey, PurgeRecord> urls = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<PurgeScope.Prefix, PurgeRecord> prefixes =
      new ConcurrentHashMap<>();
  private volatile @Nullable PurgeRecord everything;

  /** The newest one that covers the key, or null. */
  @Nullable PurgeRecord newest(CacheKey key) {
    PurgeRecord newest = newer(everything, urls.get(key));
    for (PurgeRecord record : prefixes.values()) {
      if ((newest == null || record.epoch() > newest.epoch()) && record.scope().covers(key)) {
        newest = record;
      }
    }
    return newest;
  }

  private static @Nullable PurgeRecord newer(@Nullable PurgeRecord one, @Nullable PurgeRecord two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.epoch() >= two.epoch() ? one : two;
  }

  void add(PurgeRecord record) {
    switch (record.scope()) {
      case PurgeScope.Url url -> urls.put(url.key(), record);
      case PurgeScope.Prefix prefix -> prefixes.put(prefix, record);
      case PurgeScope.Everything all -> {
        everything = record;
        keepOnly(other -> other.epoch() >= record.epoch());
      }
    }
  }

  void keepOnly(Predicate<PurgeRecord> wanted) {
    urls.values().removeIf(wanted.negate());
    prefixes.values().removeIf(wanted.negate());
    PurgeRecord all = everything;
    if (all != null && !wanted.test(all)) {
      everything = null;
    }
  }

  List<PurgeRecord> all() {
    List<PurgeRecord> all = new ArrayList<>(urls.values());
    all.addAll(prefixes.values());
    PurgeRecord one = everything;
    if (one != null) {
      all.add(one);
    }
    return all;
  }
}
