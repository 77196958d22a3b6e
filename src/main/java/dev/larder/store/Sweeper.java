package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.store.disk.AddressLocks;
import dev.larder.store.disk.DiskPurges;
import dev.larder.store.disk.DiskTier;
import dev.larder.store.memory.MemoryTier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Frees what purges cover, and then forgets the purges. A purge is in force without it: this is
 * about space.
 *
 * <p>Forgetting is safe in this order only. First the floor rises: nothing that began before can be
 * stored any more. Then everyone who was just storing is waited for. Then all that is covered goes.
 * Only now can nothing be left that a record is needed for.
 */
final class Sweeper {
  /** Between two attempts to forget the same purges. */
  private static final int TURNS_BETWEEN = 60;

  /** After a sweep that some file escaped: what hinders it takes longer than a turn to go. */
  private static final int TURNS_OF_REST = 4;

  private final @Nullable DiskTier disk;

  /** Beyond that, validating everything once costs less than remembering. */
  private static final int MOST_EXPIRATIONS = 20_000;

  private final MemoryTier<TieredResponse> memory;
  private final Purges purges;
  private final PurgeLedger ledger;
  private final AddressLocks locks;
  private final LongSupplier oldestIntake;
  private volatile long wantedEpoch;
  private volatile long sweptEpoch;
  private boolean sweptAll;
  private long lastForgotten;
  private int turnsSince;
  private int turnsToRest;

  /**
   * A sweeper.
   *
   * @param oldestIntake the least epoch of the open intakes
   */
  Sweeper(
      @Nullable DiskTier disk,
      MemoryTier<TieredResponse> memory,
      Purges purges,
      AddressLocks locks,
      LongSupplier oldestIntake) {
    this.disk = disk;
    this.memory = memory;
    this.purges = purges;
    this.ledger = purges.ledger();
    this.locks = locks;
    this.oldestIntake = oldestIntake;
    this.wantedEpoch = ledger.epoch();
  }

  /** Sweeps if there was a purge since; forgets what is old. */
  void turn() {
    boolean walked = disk == null || disk.walked();
    if (turnsToRest > 0) {
      turnsToRest--;
    } else if (wantedEpoch > sweptEpoch || (walked && !sweptAll)) {
      sweptAll = sweep() ? walked : sweptAll;
    }
    if (sweptAll && expirations().size() > MOST_EXPIRATIONS) {
      purges.purge(List.of(new PurgeScope.Everything()), Store.PurgeMode.EXPIRE);
      purges.shorten();
    }
    long forgettable = Math.min(purges.forgettable(), oldestIntake.getAsLong());
    boolean again = forgettable > lastForgotten || ++turnsSince >= TURNS_BETWEEN;
    if (forgettable > 0 && sweptAll && again) {
      lastForgotten = forgettable;
      turnsSince = 0;
      forget(forgettable);
    }
  }

  private void forget(long upTo) {
    ledger.raiseFloor(upTo);
    locks.passThroughAll();
    if (sweep() && (disk == null || !disk.leftovers())) {
      purges.forget(upTo, stillNeeded());
    }
  }

  private Set<PurgeRecord> stillNeeded() {
    Set<PurgeRecord> needed = new HashSet<>();
    for (TieredResponse response : memory.all()) {
      PurgeRecord expiry = ledger.expiry(response.address().key(), response.validatedEpoch());
      if (expiry != null) {
        needed.add(expiry);
      }
    }
    if (disk != null) {
      needed.addAll(expiriesOf(disk));
    }
    return needed;
  }

  /**
   * The expirations that some file was not validated since. What they cover is only known by
   * reading files, so one of a prefix stays as long as it might cover any.
   */
  private Set<PurgeRecord> expiriesOf(DiskTier tier) {
    Map<Long, PurgeRecord> urls = new HashMap<>();
    List<PurgeRecord> others = new ArrayList<>();
    for (PurgeRecord record : expirations()) {
      if (record.scope() instanceof PurgeScope.Url url) {
        urls.put(DiskPurges.keyHash(url.key()), record);
      } else {
        others.add(record);
      }
    }
    Set<PurgeRecord> needed = new HashSet<>();
    if (urls.isEmpty() && others.isEmpty()) {
      return needed;
    }
    long oldest =
        tier.purges()
            .oldestValidation((key, validated) -> {
              PurgeRecord expiry = urls.get(key);
              if (expiry != null && validated < expiry.epoch()) {
                needed.add(expiry);
              }
            });
    others.stream().filter(record -> oldest < record.epoch()).forEach(needed::add);
    return needed;
  }

  /** Those that no later expiration of everything makes needless. */
  private List<PurgeRecord> expirations() {
    List<PurgeRecord> all =
        ledger.records().stream()
            .filter(record -> record.mode() == Store.PurgeMode.EXPIRE)
            .toList();
    long everything =
        all.stream()
            .filter(record -> record.scope() instanceof PurgeScope.Everything)
            .mapToLong(PurgeRecord::epoch)
            .max()
            .orElse(0);
    return all.stream().filter(record -> record.epoch() >= everything).toList();
  }

  /** Returns whether no file that is known escaped it. */
  private boolean sweep() {
    long upTo = ledger.epoch();
    boolean all =
        disk == null || disk.purges().sweep(Removals.inForce(ledger, sweptAll ? sweptEpoch : 0));
    for (TieredResponse response : memory.all()) {
      if (removed(response.address(), response.fill().epoch())) {
        memory.remove(response);
      }
    }
    if (all) {
      sweptEpoch = upTo;
    } else {
      turnsToRest = TURNS_OF_REST;
    }
    return all;
  }

  private boolean removed(Address address, long filled) {
    return ledger.standing(address.key(), filled, filled) == PurgeLedger.Standing.REMOVED;
  }

  /** How many responses a purge would reach now; null where only a scan could tell. */
  @Nullable Long reach(List<PurgeScope> scopes) {
    if (disk == null) {
      return memory.all().stream().filter(response -> reached(scopes, response)).count();
    }
    if (!disk.walked()) {
      return null;
    }
    if (scopes.contains(new PurgeScope.Everything())) {
      return sweptEpoch >= wantedEpoch ? Long.valueOf(disk.size()) : null;
    }
    Set<Long> keys = new HashSet<>();
    for (PurgeScope scope : scopes) {
      if (!(scope instanceof PurgeScope.Url url)) {
        return null;
      }
      keys.add(DiskPurges.keyHash(url.key()));
    }
    return disk.purges().kept(keys, Removals.inForce(ledger, sweptEpoch));
  }

  private boolean reached(List<PurgeScope> scopes, TieredResponse response) {
    CacheKey key = response.address().key();
    return !removed(response.address(), response.fill().epoch())
        && scopes.stream().anyMatch(scope -> scope.covers(key));
  }

  /** Drops what a purge removed: at once where no file need be read to find it, otherwise soon. */
  void drop(List<PurgeScope> scopes, long epoch) {
    boolean all = disk != null && scopes.stream().allMatch(PurgeScope.Url.class::isInstance);
    if (disk != null && scopes.stream().anyMatch(PurgeScope.Url.class::isInstance)) {
      // Whoever was just storing what is purged has it in the index then.
      locks.passThroughAll();
      all &= disk.purges().sweep(Removals.ofUrls(ledger, scopes, epoch));
    }
    if (!all) {
      wantedEpoch = Math.max(wantedEpoch, epoch);
    }
  }
}
