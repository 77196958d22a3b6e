package dev.larder.exchange;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** An open file lent to a reader; it stays readable, whatever is deleted, until closed. */
public interface Lease extends AutoCloseable {

  /**
   * The open file. Use only positional reads and transfers of what is {@link #sound}; never close
   * it.
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
   * Says that sending from a position on failed, be it the file's fault or the client's: what is to
   * blame cannot be told from the failure. A file that cannot be read there is not lent again. May
   * read the disk, as {@link #sound} does.
   */
  default void doubt(long position) {}

  /** Gives it back. Closing twice does no harm. */
  @Override
  void close();
}
