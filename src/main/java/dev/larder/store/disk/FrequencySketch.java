package dev.larder.store.disk;

import java.util.Arrays;

/**
 * About how often each file was used lately, from 0 to 15, in a few bits for each of them (a
 * count-min sketch of four rows). All counts are halved now and then, so that what was popular once
 * is forgotten.
 *
 * <p>Counts without locks: a race loses a count, which an estimate can bear.
 */
final class FrequencySketch {
  private static final int ROWS = 4;
  private static final int MOST = 15;
  private static final long LOW_THREE_BITS = 0x7777_7777_7777_7777L;

  /** Uses for each word of the table, until all are halved. */
  private static final int USES_OF_A_WORD = 10;

  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = 1 << 24;

  private volatile long[] table = new long[SMALLEST];
  private int uses;

  /** Makes room to tell so many files apart. What was counted stays counted. */
  void makeRoomFor(int files) {
    if (table.length < files) {
      grow(files);
    }
  }

  private synchronized void grow(int files) {
    while (table.length < files && table.length < LARGEST) {
      long[] old = table;
      long[] doubled = Arrays.copyOf(old, 2 * old.length);
      // Where a count lies follows from the low bits of its hash: in the greater table it lies
      // there, or as far into the second half.
      System.arraycopy(old, 0, doubled, old.length, old.length);
      table = doubled;
    }
  }

  /** Counts a use. */
  void increment(FileName name) {
    long[] words = table;
    boolean counted = false;
    for (int row = 0; row < ROWS; row++) {
      long hash = hash(name, row);
      int word = (int) hash & (words.length - 1);
      int shift = shift(hash);
      if (((words[word] >>> shift) & MOST) < MOST) {
        words[word] += 1L << shift;
        counted = true;
      }
    }
    if (counted && ++uses >= USES_OF_A_WORD * words.length) {
      age();
    }
  }

  /** How often it was used, at least; more when others are counted in the same places. */
  int estimate(FileName name) {
    long[] words = table;
    int least = MOST;
    for (int row = 0; row < ROWS; row++) {
      long hash = hash(name, row);
      int count = (int) (words[(int) hash & (words.length - 1)] >>> shift(hash)) & MOST;
      least = Math.min(least, count);
    }
    return least;
  }

  private synchronized void age() {
    long[] words = table;
    if (uses < USES_OF_A_WORD * words.length) {
      return;
    }
    for (int i = 0; i < words.length; i++) {
      words[i] = (words[i] >>> 1) & LOW_THREE_BITS;
    }
    uses /= 2;
  }

  /** A name is a hash already; each row takes other bits of it. */
  private static long hash(FileName name, int row) {
    long mixed = (name.high() ^ Long.rotateLeft(name.low(), 17 * row)) * 0x9E37_79B9_7F4A_7C15L;
    return mixed ^ (mixed >>> 31);
  }

  /** Which of a word's sixteen counts. */
  private static int shift(long hash) {
    return (int) (hash >>> 60) << 2;
  }
}
