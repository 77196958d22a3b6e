package dev.larder.exchange;

import java.nio.channels.FileChannel;

/** An open file lent to a reader; it stays readable, whatever is deleted, until closed. */
public interface Lease extends AutoCloseable {

  /** The open file. Use only positional reads and transfers; never close it. */
  FileChannel channel();

  /** Gives it back. Closing twice does no harm. */
  @Override
  void close();
}
