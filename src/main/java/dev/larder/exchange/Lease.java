package dev.larder.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** An open file lent to a reader; it stays readable, whatever is deleted, until closed. */
public interface Lease extends AutoCloseable {

  /**
   * The open file, which others may read at the same time. Use only positional reads and transfers
   * of what is {@link #sound}; never close it. Whoever is interrupted while at it closes it for
   * all: that is the law of {@link FileChannel}.
   */
  FileChannel channel();

  /**
   * Makes sure that what lies from a position on is what was stored. May read the disk, so it is
   * not for I/O threads.
   *
   * @return up to where it is: beyond the position, unless that is the end
   * @throws IOException when it is damaged or cannot be read: what was read so far is not all of
   *     it, and the client must be able to tell
   */
  long sound(long position) throws IOException;

  /**
   * Up to where what lies from a position on is known to be what was stored, and to be in the
   * kernel's memory, so that to send it reads no disk. Never waits: this is for I/O threads. It is
   * true for a moment only, so what is to be sent later is to be asked for later.
   *
   * @return the position itself when nothing is known
   */
  default long readyTo(long position) {
    return position;
  }

  /**
   * Says that sending from a position on failed, be it the file's fault or the client's: what is to
   * blame cannot be told from the failure. A file that cannot be read there is not lent again. May
   * read the disk, as {@link #sound} does.
   */
  default void doubt(long position) {}

  /** Gives it back. Closing twice does no harm. */
  @Override
  void close();
}
