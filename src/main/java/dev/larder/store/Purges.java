package dev.larder.store;

import dev.larder.store.Store.PurgeMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Purges: first on disk, then in force. */
final class Purges {
  private static final Logger LOG = LoggerFactory.getLogger(Purges.class);

  /**
   * Longer than an origin takes to answer: what it was asked before a purge can be judged still.
   */
  static final Duration REMEMBERED = Duration.ofMinutes(5);

  /** With more records than this the old are forgotten earlier. */
  private static final int MANY = 10_000;

  private final PurgeLedger ledger = new PurgeLedger();
  private final @Nullable PurgeLogFile log;
  private final InstantSource clock;
  private boolean behind;
  private boolean closed;

  /** Records in the log, those included that newer ones have made needless. */
  private int logged;

  /** Purges that end with the process, as all that is stored does. */
  Purges(InstantSource clock) {
    this.log = null;
    this.clock = clock;
  }

  /**
   * Purges that a log keeps.
   *
   * @param used whether the store held anything before; a log that is missing then was lost
   */
  Purges(PurgeLogFile log, boolean used, InstantSource clock) throws IOException {
    this.log = log;
    this.clock = clock;
    PurgeLogFile.Contents contents = log.read();
    ledger.add(contents.records(), contents.epoch());
    if (contents.intact()) {
      log.resume();
      logged = contents.records().size();
      return;
    }
    if (used) {
      LOG.warn("the purge log is damaged or missing: all that is stored counts as purged");
      // Which number the lost purges had reached is not known. This one is beyond it: a node makes
      // less than one purge a millisecond, and not so many at once.
      long next = Math.max(ledger.epoch(), clock.millis()) + 1_000_000;
      PurgeScope all = new PurgeScope.Everything();
      ledger.add(List.of(new PurgeRecord(next, clock.instant(), PurgeMode.REMOVE, all)), next);
    }
    log.rewrite(ledger.epoch(), clock.instant(), ledger.records());
    logged = ledger.records().size();
  }

  PurgeLedger ledger() {
    return ledger;
  }

  /**
   * Records a purge and puts it in force.
   *
   * @return its epoch
   * @throws UncheckedIOException when it is in force but would not survive a restart
   */
  synchronized long purge(List<PurgeScope> scopes, PurgeMode mode) {
    long epoch = ledger.epoch() + 1;
    Instant now = clock.instant();
    List<PurgeRecord> records =
        scopes.stream().map(scope -> new PurgeRecord(epoch, now, mode, scope)).toList();
    try {
      if (log != null && !behind) {
        log.append(records);
        logged += records.size();
      }
    } catch (IOException e) {
      behind = true;
      LOG.warn("a purge could not be written to the purge log: {}", e.toString());
    }
    ledger.add(records, epoch);
    if (behind) {
      catchUp();
    }
    return epoch;
  }

  private void catchUp() {
    try {
      rewrite();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The purge is in force, but could not be recorded: after a restart it would not be.", e);
    }
  }

  private synchronized void rewrite() throws IOException {
    if (log != null && closed) {
      throw new IOException("the store is closed");
    }
    if (log != null) {
      behind = true;
      log.rewrite(ledger.epoch(), clock.instant(), ledger.records());
      logged = ledger.records().size();
    }
    behind = false;
  }

  /** The newest epoch whose records, and all before, are old or too many; 0 when there is none. */
  long forgettable() {
    List<PurgeRecord> records = ledger.records();
    Instant old = clock.instant().minus(REMEMBERED);
    int surplus = records.size() - MANY;
    long newest = 0;
    for (int i = 0; i < records.size(); i++) {
      if (i < surplus || records.get(i).time().isBefore(old)) {
        newest = records.get(i).epoch();
      }
    }
    return newest;
  }

  /** Forgets records up to an epoch, except some, and makes the log as short. */
  synchronized void forget(long upTo, Set<PurgeRecord> except) {
    ledger.forget(upTo, except);
    shorten();
  }

  /** Leaves out of the log what is no longer in force. */
  synchronized void shorten() {
    if (log == null || (ledger.records().size() == logged && !behind)) {
      return;
    }
    try {
      rewrite();
    } catch (IOException e) {
      LOG.warn("the purge log could not be rewritten, it stays as it was: {}", e.toString());
    }
  }

  synchronized void close() throws IOException {
    closed = true;
    behind = log != null;
    if (log != null) {
      log.close();
    }
  }
}
