package dev.larder.store;

/** When a response comes to the disk. */
public enum Admission {
  /** At once. */
  FIRST,

  /**
   * When it is asked for a second time. Most of what is asked for is never asked for again: this
   * spares a small disk the room, and a solid-state one the wear.
   */
  SECOND
}
