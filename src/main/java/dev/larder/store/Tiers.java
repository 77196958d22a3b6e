package dev.larder.store;

import dev.larder.exchange.Lease;
import dev.larder.http.CacheKey;
import dev.larder.http.StoredHead;
import dev.larder.store.PurgeLedger.Standing;
import dev.larder.store.TieredResponse.Fill;
import dev.larder.store.disk.AddressLocks;
import dev.larder.store.disk.DiskEntry;
import dev.larder.store.disk.DiskReader;
import dev.larder.store.disk.DiskTier;
import dev.larder.store.disk.Spool;
import dev.larder.store.memory.MemoryTier;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Memory before disk, and purges over both.
 *
 * <p>Three rules make it safe. A lookup holds what it found against the purges, every time, so a
 * purge is in force for all later lookups the moment it is in the ledger. What lies at an address
 * changes under the address's lock only, and a response comes into memory under it only if the disk
 * still holds it then: so memory never holds what is older than the disk's. What has lost its file,
 * as that made room or could not be read, may stay in memory and is written down again when it is
 * used. And a response that is handed out is a value: whatever happens to the store, its bytes are
 * those of its head, or it has none any more.
 */
final class Tiers {
  private final MemoryTier<TieredResponse> memory;
  private final @Nullable DiskTier disk;
  private final PurgeLedger ledger;
  private final AddressLocks locks;
  private final StoreObserver observer;
  private final WriteDown writeDown = new WriteDown();

  Tiers(
      MemoryTier<TieredResponse> memory,
      @Nullable DiskTier disk,
      PurgeLedger ledger,
      AddressLocks locks,
      StoreObserver observer) {
    this.memory = memory;
    this.disk = disk;
    this.ledger = ledger;
    this.locks = locks;
    this.observer = observer;
  }

  boolean memoryTakes(long length) {
    return memory.takes(length);
  }

  /** Whether what is asked for now may come to the disk. Counts as a request for it. */
  boolean admits(Address address) {
    return disk == null || disk.admits(address);
  }

  @Nullable Spool spool(Announced announced, long expectedLength) {
    return disk == null || !announced.admitted()
        ? null
        : disk.spool(announced.address(), expectedLength);
  }

  void spoolFailed(IOException e) {
    if (disk != null) {
      disk.failed(e);
    }
  }

  // -- finding ---------------------------------------------------------------------------------

  /** See {@link Store#findNow}. */
  @Nullable TieredResponse findNow(Address address) {
    TieredResponse response = memory.find(address);
    return response == null ? null : inForce(response);
  }

  private @Nullable TieredResponse inForce(TieredResponse response) {
    long now = ledger.epoch();
    if (response.checkedAt(now)) {
      return used(response);
    }
    Standing standing =
        ledger.standing(
            response.address().key(), response.fill().epoch(), response.validatedEpoch());
    if (standing == Standing.REMOVED) {
      memory.remove(response);
      return null;
    }
    boolean expired = standing == Standing.EXPIRED;
    TieredResponse current = expired && !response.expired() ? response.asExpired() : response;
    current.checked(now);
    if (current != response) {
      memory.replace(response, current);
    }
    return used(current);
  }

  private TieredResponse used(TieredResponse response) {
    if (disk != null) {
      DiskEntry entry = response.entry();
      boolean onDisk = entry != null && disk.used(entry);
      if (!onDisk && response.body() != null && disk.accepting()) {
        writeDown.want(response.address());
      }
    }
    return response;
  }

  /** See {@link Store#find}. */
  @Nullable TieredResponse find(Address address) {
    TieredResponse found = findNow(address);
    boolean enough = found != null && (found.body() != null || !memory.takes(found.length()));
    if (disk == null || enough) {
      return found;
    }
    DiskReader.Found read = disk.reader().read(address, memory::takes);
    return read == null ? found : promoted(disk, read);
  }

  /** Lets memory have what lies on disk. */
  private @Nullable TieredResponse promoted(DiskTier tier, DiskReader.Found read) {
    DiskEntry entry = read.entry();
    Fill fill = new Fill(entry.address(), entry.length(), entry.generation(), entry.epoch());
    TieredResponse response =
        new TieredResponse(
            this, fill, read.head(), read.validatedEpoch(), false, read.body(), entry);
    if (ledger.standing(entry.address().key(), entry.epoch(), entry.epoch()) == Standing.REMOVED) {
      tier.dropIfHeld(entry);
      return null;
    }
    locks.holding(
        entry.address(),
        () -> {
          if (tier.isCurrent(read)) {
            memory.put(response);
          }
          return null;
        });
    return inForce(response);
  }

  /** The file of a response, if it can be had without waiting. */
  @Nullable Lease leaseNow(DiskEntry entry, long offset) {
    return disk == null ? null : disk.reader().leaseNow(entry, offset);
  }

  /** Has memory count anew what a response takes of it. */
  void weighAgain(TieredResponse response) {
    memory.replace(response, response);
  }

  /** The file of a response; what has none any more leaves memory too. */
  @Nullable Lease lease(TieredResponse response, DiskEntry entry, long offset) {
    Lease lease = disk == null ? null : disk.reader().lease(entry, offset);
    if (lease == null) {
      memory.remove(response);
    }
    return lease;
  }

  // -- keeping ---------------------------------------------------------------------------------

  /** Keeps a body that is in memory, on disk if that takes it. */
  @Nullable StoredResponse keepBody(
      Announced announced, Fill fill, StoredHead head, ByteBuffer body) {
    try (Spool spool = spool(announced, fill.length())) {
      if (spool != null) {
        spool.append(body.duplicate());
        return keep(fill, head, body, sealed(fill, head, spool));
      }
    } catch (IOException e) {
      spoolFailed(e);
    }
    return keep(fill, head, body, null);
  }

  /** Keeps a body that is in a file. */
  @Nullable StoredResponse keepFile(Fill fill, StoredHead head, Spool spool) {
    return keep(fill, head, null, sealed(fill, head, spool));
  }

  private DiskTier.@Nullable Sealed sealed(Fill fill, StoredHead head, Spool spool) {
    try {
      return disk == null
          ? null
          : disk.seal(spool, fill.address(), head, fill.generation(), fill.epoch());
    } catch (IOException e) {
      spoolFailed(e);
      return null;
    }
  }

  private @Nullable StoredResponse keep(
      Fill fill, StoredHead head, @Nullable ByteBuffer body, DiskTier.@Nullable Sealed sealed) {
    return locks.holding(
        fill.address(),
        () -> {
          if (ledger.covered(fill.address().key(), fill.epoch())) {
            observer.notKept(fill.address(), "a purge came first");
            return null;
          }
          DiskEntry entry = placed(sealed);
          ByteBuffer inMemory = body != null && memory.takes(fill.length()) ? body : null;
          if (entry == null && inMemory == null) {
            observer.notKept(fill.address(), "neither memory nor disk takes it");
          }
          if (entry == null) {
            drop(fill.address());
          }
          if (entry == null && inMemory == null) {
            return null;
          }
          TieredResponse response =
              new TieredResponse(this, fill, head, fill.epoch(), false, inMemory, entry);
          memory.put(response);
          return response;
        });
  }

  /** Writes down what was used and is in memory only. */
  void writeDown() {
    if (disk != null) {
      writeDown.settle(address -> writeDown(disk, memory.find(address)));
    }
  }

  private void writeDown(DiskTier tier, @Nullable TieredResponse response) {
    ByteBuffer body = response == null ? null : response.body();
    if (response == null || body == null || !tier.accepting() || !lacksFile(tier, response)) {
      return;
    }
    try (Spool spool = tier.spool(response.address(), response.length())) {
      if (spool == null) {
        return;
      }
      spool.append(body.duplicate());
      DiskTier.Sealed sealed = sealed(response.fill(), response.head(), spool);
      locks.holding(response.address(), () -> writtenDown(tier, response, sealed));
    } catch (IOException e) {
      spoolFailed(e);
    }
  }

  /**
   * Whether it is what memory holds and the disk does not, and no purge removed it.
   *
   * <p>That it began before purges which are forgotten says nothing here, as it does of what was
   * not stored yet: before the sweeper forgets a purge, it drops from memory what that removed. So
   * whoever finds first no purge and then the response still in memory has one that none covers.
   */
  private boolean lacksFile(DiskTier tier, TieredResponse response) {
    Standing standing =
        ledger.standing(
            response.address().key(), response.fill().epoch(), response.validatedEpoch());
    return standing != Standing.REMOVED
        && memory.find(response.address()) == response
        && (response.entry() == null || !tier.holds(response.entry()));
  }

  private @Nullable DiskEntry writtenDown(
      DiskTier tier, TieredResponse response, DiskTier.@Nullable Sealed sealed) {
    if (!lacksFile(tier, response)) {
      return null;
    }
    DiskEntry entry = placed(sealed);
    if (entry != null) {
      memory.replace(response, response.at(entry));
    }
    return entry;
  }

  private @Nullable DiskEntry placed(DiskTier.@Nullable Sealed sealed) {
    try {
      return disk == null || sealed == null ? null : disk.place(sealed);
    } catch (IOException e) {
      spoolFailed(e);
      return null;
    }
  }

  /** See {@link Store#freshen}. */
  @Nullable StoredResponse freshen(StoredResponse stored, StoredHead head, long epoch) {
    if (!(stored instanceof TieredResponse before)) {
      throw new IllegalArgumentException("not a response of this store");
    }
    return locks.holding(before.address(), () -> freshened(asWrittenDown(before), head, epoch));
  }

  /** What was written down since it was found, as it is now. */
  private TieredResponse asWrittenDown(TieredResponse found) {
    TieredResponse held = memory.find(found.address());
    boolean writtenDown =
        held != null
            && held.entry() != null
            && held.fill().equals(found.fill())
            && (found.entry() == null || held.sharesBodyWith(found));
    return held != null && writtenDown ? held : found;
  }

  private @Nullable StoredResponse freshened(TieredResponse before, StoredHead head, long epoch) {
    CacheKey key = before.address().key();
    DiskEntry entry = before.entry();
    TieredResponse held = memory.find(before.address());
    boolean same = held != null && held.sameBytesAs(before);
    DiskTier tier = entry != null && disk != null && disk.holds(entry) ? disk : null;
    boolean inMemory = same && held != null && held.body() != null;
    long known =
        tier == null || entry == null ? before.validatedEpoch() : tier.validatedEpoch(entry);
    long validated = Math.max(known, epoch);
    Standing standing = ledger.standing(key, before.fill().epoch(), validated);
    if ((tier == null && !inMemory) || standing == Standing.REMOVED) {
      return null;
    }
    if (tier != null && entry != null) {
      try {
        tier.freshen(entry, head, validated);
      } catch (NoSuchFileException e) {
        tier.drop(entry);
        return null;
      } catch (IOException e) {
        spoolFailed(e);
      }
    }
    ByteBuffer body = (held != null && same) ? held.body() : before.body();
    boolean expired = standing == Standing.EXPIRED;
    TieredResponse after = before.freshened(head, validated, expired, body);
    memory.put(after);
    return after;
  }

  /** See {@link Store#remove}. */
  void remove(Address address) {
    locks.holding(
        address,
        () -> {
          drop(address);
          return null;
        });
  }

  /** Under the address's lock. */
  private void drop(Address address) {
    memory.remove(address);
    if (disk != null) {
      disk.drop(address);
    }
  }
}
