package dev.larder.exchange;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Where the bytes of an answer are. */
public sealed interface Content {

  /** The number of bytes, or -1 when it is not known before the end. */
  long length();

  /** Gives back what the content holds open. Called once, whether it was sent or not. */
  void release();

  /** No bytes. */
  record None() implements Content {
    public static final None INSTANCE = new None();

    @Override
    public long length() {
      return 0;
    }

    @Override
    public void release() {}
  }

  /**
   * Bytes at rest: in memory, in a file, or both.
   *
   * @param memory exactly the bytes to send, from position to limit; shared, so duplicate it before
   *     moving its position
   * @param file an open file that holds them
   * @param offset where they begin in the file
   * @param length how many they are
   */
  record Stored(@Nullable ByteBuffer memory, @Nullable Lease file, long offset, long length)
      implements Content {

    /** Bytes in memory alone. */
    public static Stored of(ByteBuffer memory) {
      return new Stored(memory, null, 0, memory.remaining());
    }

    @Override
    public void release() {
      if (file != null) {
        file.close();
      }
    }
  }

  /**
   * Bytes that are still on their way: read them from the tail, which waits. Where their number is
   * told, the end follows the last of them without waiting.
   *
   * @param length how many there will be, or -1
   */
  record Arriving(Tail tail, long length) implements Content {
    @Override
    public void release() {
      tail.close();
    }
  }
}
