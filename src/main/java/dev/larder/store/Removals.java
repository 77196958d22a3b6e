package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.store.PurgeLedger.Standing;
import dev.larder.store.disk.DiskPurges;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What purges that remove say of files, as far as it can be said without reading them: a purge of a
 * URL concerns few, and a hash of its key tells which; one of everything concerns all that began
 * before it; only one of a prefix makes it necessary to look.
 */
final class Removals implements DiskPurges.Judge {
  private final PurgeLedger ledger;
  private final Map<Long, Long> urls = new HashMap<>();
  private long everything;
  private long prefixes;

  private Removals(PurgeLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * All that are in force.
   *
   * @param swept files were held already against purges of prefixes up to that epoch
   */
  static Removals inForce(PurgeLedger ledger, long swept) {
    Removals removals = new Removals(ledger);
    for (PurgeRecord record : ledger.records()) {
      boolean done = record.scope() instanceof PurgeScope.Prefix && record.epoch() <= swept;
      if (record.mode() == Store.PurgeMode.REMOVE && !done) {
        removals.add(record.scope(), record.epoch());
      }
    }
    return removals;
  }

  /** Those of URLs alone. */
  static Removals ofUrls(PurgeLedger ledger, List<PurgeScope> scopes, long epoch) {
    Removals removals = new Removals(ledger);
    for (PurgeScope scope : scopes) {
      if (scope instanceof PurgeScope.Url) {
        removals.add(scope, epoch);
      }
    }
    return removals;
  }

  private void add(PurgeScope scope, long epoch) {
    switch (scope) {
      case PurgeScope.Url url -> urls.merge(DiskPurges.keyHash(url.key()), epoch, Math::max);
      case PurgeScope.Prefix ignored -> prefixes = Math.max(prefixes, epoch);
      case PurgeScope.Everything ignored -> everything = Math.max(everything, epoch);
    }
  }

  @Override
  public DiskPurges.Sentence judge(long keyHash, long epoch) {
    if (epoch < everything) {
      return DiskPurges.Sentence.REMOVED;
    }
    return epoch < prefixes || epoch < urls.getOrDefault(keyHash, 0L)
        ? DiskPurges.Sentence.BY_KEY
        : DiskPurges.Sentence.KEPT;
  }

  @Override
  public boolean removed(CacheKey key, long epoch) {
    return ledger.standing(key, epoch, epoch) == Standing.REMOVED;
  }
}
