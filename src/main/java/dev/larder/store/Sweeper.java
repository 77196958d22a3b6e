package dev.larder.store;

import dev.larder.http.CacheKey;
import dev.larder.store.disk.AddressLocks;
import dev.larder.store.disk.DiskEntry;
import dev.larder.store.disk.DiskTier;
import dev.larder.store.memory.MemoryTier;
import java.util.HashSet;
import java.util.List;
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
  private final @Nullable DiskTier disk;
  private final MemoryTier<TieredResponse> memory;
  private final Purges purges;
  private final PurgeLedger ledger;
  private final AddressLocks locks;
  private final LongSupplier oldestIntake;
  private volatile long wantedEpoch;
  private volatile long sweptEpoch;

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
    long wanted = wantedEpoch;
    if (wanted > sweptEpoch) {
      sweep();
      sweptEpoch = wanted;
    }
    long forgettable = purges.forgettable();
    if (forgettable > 0 && (disk == null || disk.walked())) {
      forget(Math.min(forgettable, oldestIntake.getAsLong()));
    }
  }

  private void forget(long upTo) {
    ledger.raiseFloor(upTo);
    locks.passThroughAll();
    sweep();
    if (disk == null || !disk.leftovers()) {
      purges.forget(upTo, stillNeeded());
    }
  }

  private Set<PurgeRecord> stillNeeded() {
    Set<PurgeRecord> needed = new HashSet<>();
    for (TieredResponse response : memory.all()) {
      note(needed, response.address().key(), response.validatedEpoch());
    }
    for (DiskEntry entry : disk == null ? List.<DiskEntry>of() : disk.entries()) {
      note(needed, entry.address().key(), entry.validatedEpoch());
    }
    return needed;
  }

  private void note(Set<PurgeRecord> needed, CacheKey key, long validated) {
    PurgeRecord expiry = ledger.expiry(key, validated);
    if (expiry != null) {
      needed.add(expiry);
    }
  }

  private void sweep() {
    if (disk != null) {
      for (DiskEntry entry : disk.entries()) {
        if (!stands(entry)) {
          disk.dropIfHeld(entry);
        }
      }
    }
    for (TieredResponse response : memory.all()) {
      if (removed(response.address(), response.fill().epoch())) {
        memory.remove(response);
      }
    }
  }

  private boolean removed(Address address, long filled) {
    return ledger.standing(address.key(), filled, filled) == PurgeLedger.Standing.REMOVED;
  }

  /** How many responses a purge would reach now; null where only a scan could tell. */
  @Nullable Long reach(List<PurgeScope> scopes) {
    if (disk == null) {
      return memory.all().stream().filter(response -> reached(scopes, response)).count();
    }
    if (scopes.contains(new PurgeScope.Everything())) {
      return disk.walked() && sweptEpoch == wantedEpoch ? Long.valueOf(disk.size()) : null;
    }
    long count = 0;
    for (PurgeScope scope : new HashSet<>(scopes)) {
      if (!disk.walked() || !(scope instanceof PurgeScope.Url url)) {
        return null;
      }
      count += disk.under(url.key()).stream().filter(this::stands).count();
    }
    return count;
  }

  private boolean reached(List<PurgeScope> scopes, TieredResponse response) {
    CacheKey key = response.address().key();
    return !removed(response.address(), response.fill().epoch())
        && scopes.stream().anyMatch(scope -> scope.covers(key));
  }

  private boolean stands(DiskEntry entry) {
    return !removed(entry.address(), entry.epoch());
  }

  /** Drops what a purge removed: at once where no scan is needed to find it, otherwise soon. */
  void drop(List<PurgeScope> scopes, long epoch) {
    for (PurgeScope scope : scopes) {
      if (disk != null && scope instanceof PurgeScope.Url url) {
        drop(disk, url.key());
      } else {
        wantedEpoch = Math.max(wantedEpoch, epoch);
      }
    }
  }

  private void drop(DiskTier tier, CacheKey key) {
    for (DiskEntry entry : tier.under(key)) {
      if (!stands(entry)) {
        tier.dropIfHeld(entry);
      }
    }
  }
}
