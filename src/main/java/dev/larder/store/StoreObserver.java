package dev.larder.store;

/** Told what happens inside the store. Calls come from any thread and must not wait. */
public interface StoreObserver {
  StoreObserver NONE = new StoreObserver() {};

  /** A stored response was dropped to make room. */
  default void evicted(long bytes) {}

  /**
   * A stored response was found damaged or unreadable, and dropped.
   *
   * @param which its key, or where that cannot be read the name of its file
   */
  default void damaged(String which, String what) {}

  /** The disk refused; storing pauses until it works again. */
  default void diskFailed(String what) {}

  /** An intake ended without being stored, for want of room or because the disk failed. */
  default void notKept(Address address, String why) {}

  /** A reader of an intake without disk fell too far behind and was ended. */
  default void readerLeftBehind() {}
}
