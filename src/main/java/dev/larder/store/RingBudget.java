package dev.larder.store;

/** What all rings of a node may hold together; beyond it a new one gets only the least. */
final class RingBudget {
  private static final int LEAST = 64 * 1024;

  private final int each;
  private long left;

  RingBudget(int each, long total) {
    this.each = each;
    this.left = total;
  }

  /** Bytes for one more ring. */
  synchronized int take() {
    int granted = Math.clamp(left, LEAST, each);
    left -= granted;
    return granted;
  }

  synchronized void give(int bytes) {
    left += bytes;
  }
}
