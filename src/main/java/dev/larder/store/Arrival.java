package dev.larder.store;

import dev.larder.exchange.Tail;
import dev.larder.http.StoredHead;
import dev.larder.store.disk.Spool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Content on its way into the store, and all who read along.
 *
 * <p>Its bytes are at rest in memory while they are few, then in a file; and when neither will take
 * them, or will take no more, they pass through a ring. So content has two parts, each possibly
 * empty: what is at rest, from 0 on, and what passes. A reader of the first part holds up nobody.
 * In the second the writer waits for the slowest, but not long.
 *
 * <p>The writer's own state (what it appends to) is touched by its thread only; the lock guards
 * what readers see. No byte is copied from a file under the lock, and no one polls.
 */
final class Arrival implements Intake {
  private final Tiers tiers;
  private final RingBudget rings;
  private final IntakeLimits limits;
  private final StoreObserver observer;
  private final Consumer<Arrival> onEnd;
  private final Announced announced;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition roomMade = lock.newCondition();
  private final List<ArrivalTail> tails = new ArrayList<>();

  private final HeapBody heap;
  private @Nullable Spool spool;
  private boolean spoolTried;
  private @Nullable Ring ring;
  private long appended;
  private long atRest;
  private boolean ended;
  private @Nullable IOException broken;

  Arrival(
      Tiers tiers,
      RingBudget rings,
      IntakeLimits limits,
      StoreObserver observer,
      Consumer<Arrival> onEnd,
      Announced announced) {
    this.tiers = tiers;
    this.rings = rings;
    this.limits = limits;
    this.observer = observer;
    this.onEnd = onEnd;
    this.announced = announced;
    long expected = announced.expectedLength();
    boolean small = expected >= 0 && expected <= limits.inHeap();
    this.heap = new HeapBody(small ? (int) expected : 4096);
  }

  long epoch() {
    return announced.epoch();
  }

  @Override
  public long appended() {
    lock.lock();
    try {
      return appended;
    } finally {
      lock.unlock();
    }
  }

  // -- the writer ------------------------------------------------------------------------------

  @Override
  public void append(ByteBuffer bytes) {
    if (ended) {
      throw new IllegalStateException("the intake has ended");
    }
    int length = bytes.remaining();
    if (ring == null && layDown(bytes)) {
      bytes.position(bytes.limit());
      lock.lock();
      try {
        appended += length;
        atRest = appended;
        arrived.signalAll();
      } finally {
        lock.unlock();
      }
      return;
    }
    passOn(bytes);
  }

  /** Puts bytes where they can stay; false when there is no such place (any more). */
  private boolean layDown(ByteBuffer bytes) {
    int inHeap = heap.length() + bytes.remaining();
    if (spool == null && inHeap > limits.inHeap() && !spoolTried) {
      spoolTried = true;
      beginSpool();
    }
    if (spool != null) {
      return spooled(spool, bytes);
    }
    if (inHeap > limits.inHeap() && !tiers.memoryTakes(inHeap)) {
      return false;
    }
    heap.append(bytes.duplicate());
    return true;
  }

  private void beginSpool() {
    Spool begun = tiers.spool(announced, announced.expectedLength());
    if (begun == null) {
      return;
    }
    if (!spooled(begun, heap.whole())) {
      begun.close();
      return;
    }
    lock.lock();
    try {
      spool = begun;
    } finally {
      lock.unlock();
    }
  }

  private boolean spooled(Spool into, ByteBuffer bytes) {
    try {
      into.append(bytes.duplicate());
      return true;
    } catch (IOException e) {
      tiers.spoolFailed(e);
      return false;
    }
  }

  private void passOn(ByteBuffer bytes) {
    if (ring == null) {
      observer.notKept(announced.address(), announced.refusal());
    }
    lock.lock();
    try {
      Ring passing = ring;
      if (passing == null) {
        passing = new Ring(rings.take(), appended);
        ring = passing;
      }
      long nanos = limits.patience().toNanos();
      while (bytes.hasRemaining()) {
        passing.release(slowest());
        int taken = passing.put(bytes);
        appended += taken;
        if (taken > 0) {
          arrived.signalAll();
        } else {
          nanos = waitForRoom(passing, nanos);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private long slowest() {
    long slowest = appended;
    for (ArrivalTail tail : tails) {
      slowest = Math.min(slowest, tail.needs());
    }
    return slowest;
  }

  /** Waits for readers; leaves behind those who made no room in time. */
  private long waitForRoom(Ring passing, long nanos) {
    long before = slowest();
    long left = nanos;
    try {
      while (left > 0 && slowest() == before) {
        left = roomMade.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      left = 0;
    }
    if (slowest() > before) {
      // Someone who is the only one to wait sets the pace, as long as he reads at all.
      return tails.size() == 1 ? limits.patience().toNanos() : left;
    }
    for (ArrivalTail tail : List.copyOf(tails)) {
      if (tail.needs() <= passing.start()) {
        tail.leaveBehind();
        tails.remove(tail);
        observer.readerLeftBehind();
      }
    }
    arrived.signalAll();
    return left;
  }

  // -- the end ---------------------------------------------------------------------------------

  @Override
  public @Nullable StoredResponse commit(StoredHead head, Runnable kept) {
    if (ended) {
      throw new IllegalStateException("the intake has ended");
    }
    try {
      return keep(head);
    } finally {
      kept.run();
      end(null);
    }
  }

  private @Nullable StoredResponse keep(StoredHead head) {
    if (ring != null) {
      tiers.remove(announced.address());
      return null;
    }
    TieredResponse.Fill fill = announced.filled(appended);
    return spool != null
        ? tiers.keepFile(fill, head, spool)
        : tiers.keepBody(announced, fill, head, heap.whole());
  }

  @Override
  public void discard() {
    end(null);
  }

  @Override
  public void abort(IOException cause) {
    end(cause);
  }

  private void end(@Nullable IOException cause) {
    boolean last;
    lock.lock();
    try {
      if (ended) {
        return;
      }
      ended = true;
      broken = cause;
      last = tails.isEmpty();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    onEnd.accept(this);
    if (last) {
      release();
    }
  }

  /** Gives back what was open, once the writer has ended and the last reader gone. */
  private void release() {
    if (spool != null) {
      spool.close();
    }
    if (ring != null) {
      rings.give(ring.capacity());
    }
  }

  // -- the readers -----------------------------------------------------------------------------

  @Override
  public @Nullable Tail tail(long offset, long length) {
    long end = length < 0 ? Long.MAX_VALUE : offset + length;
    ArrivalTail tail = new ArrivalTail(this, offset, end);
    lock.lock();
    try {
      boolean released = ended && tails.isEmpty() && (spool != null || ring != null);
      boolean passed = ring != null && end > atRest && Math.max(offset, atRest) < ring.start();
      if (released || passed) {
        return null;
      }
      tails.add(tail);
      return tail;
    } finally {
      lock.unlock();
    }
  }

  /** Reads for a tail; see {@link Tail#read}. */
  int read(ArrivalTail tail, ByteBuffer into) throws IOException {
    Spool file;
    long most;
    lock.lock();
    try {
      most = awaitBytes(tail);
      if (most <= 0) {
        return (int) most;
      }
      if (tail.position() >= atRest) {
        return fromRing(tail, into, most);
      }
      most = Math.min(most, atRest - tail.position());
      file = spool;
    } finally {
      lock.unlock();
    }
    int read =
        file == null
            ? heap.read(into, tail.position(), most)
            : file.read(into, tail.position(), most);
    moved(tail, read);
    return read;
  }

  /** How many bytes there are for a tail, at least one; -1 at the end. Under the lock. */
  private long awaitBytes(ArrivalTail tail) throws IOException {
    while (true) {
      tail.check();
      if (tail.position() >= tail.end()) {
        return -1;
      }
      long readable = readable();
      if (tail.position() < readable) {
        return Math.min(readable, tail.end()) - tail.position();
      }
      if (broken != null) {
        throw broken;
      }
      if (ended) {
        return -1;
      }
      try {
        arrived.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for content");
      }
    }
  }

  /**
   * How far readers may read. The last byte of an announced length waits for the end: who has all
   * bytes takes them for a whole, and finds it stored when asking again.
   */
  private long readable() {
    return !ended && appended == announced.expectedLength() ? appended - 1 : appended;
  }

  private int fromRing(ArrivalTail tail, ByteBuffer into, long most) {
    Ring passing = ring;
    if (passing == null) {
      throw new IllegalStateException("bytes that are neither at rest nor in the ring");
    }
    int read = passing.get(tail.position(), into, most);
    tail.advance(read);
    roomMade.signal();
    return read;
  }

  private void moved(ArrivalTail tail, int read) {
    lock.lock();
    try {
      tail.advance(read);
      roomMade.signal();
    } finally {
      lock.unlock();
    }
  }

  void closed(ArrivalTail tail) {
    boolean last;
    lock.lock();
    try {
      last = tails.remove(tail) && tails.isEmpty() && ended;
      tail.finish();
      roomMade.signal();
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    if (last) {
      release();
    }
  }
}
