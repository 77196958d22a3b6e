package dev.larder.cache;

import dev.larder.exchange.Content;
import dev.larder.exchange.Tail;
import dev.larder.http.StoredHead;
import dev.larder.store.Address;
import dev.larder.store.Intake;
import dev.larder.store.StoredResponse;
import org.jspecify.annotations.Nullable;

/** Something that can answer: a head, and a way to its bytes, wherever they are. */
sealed interface Representation {

  Address address();

  StoredHead head();

  /** Bytes of content, or -1 while that is not known. */
  long length();

  /** See {@link StoredResponse#generation()}. */
  long generation();

  /** A part of the bytes; null when they are not to be had this way (any more). */
  @Nullable Content open(long offset, long length);

  /**
   * Stored.
   *
   * @param mayWait whether the disk may be read; a thread that may not wait can use it only as far
   *     as memory has its bytes
   */
  record Stored(StoredResponse stored, boolean mayWait) implements Representation {
    @Override
    public Address address() {
      return stored.address();
    }

    @Override
    public StoredHead head() {
      return stored.head();
    }

    @Override
    public long length() {
      return stored.length();
    }

    @Override
    public long generation() {
      return stored.generation();
    }

    @Override
    public @Nullable Content open(long offset, long length) {
      if (length == 0) {
        return Content.None.INSTANCE;
      }
      return mayWait ? stored.open(offset, length) : stored.openNow(offset, length);
    }
  }

  /** On its way into the store. */
  record Underway(Address address, StoredHead head, Intake intake, long length, long generation)
      implements Representation {
    @Override
    public @Nullable Content open(long offset, long length) {
      Tail tail = intake.tail(offset, length);
      return tail == null ? null : new Content.Arriving(tail, length);
    }
  }
}
